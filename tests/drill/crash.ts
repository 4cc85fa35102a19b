import { join } from 'node:path';
import { checkRows } from '#lib/server/backup-check.ts';
import { openSqliteReader } from '#lib/server/sqlite-store.ts';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { json, practitioner, wire, type TestMember, type TestOffice } from '../support/office-people.ts';
import { grants, newRecord, revision, type TestRecord } from '../support/people.ts';
import { foundedOn, type Running } from './remote-office.ts';
import { startProcess } from './server-process.ts';
import { uncommittedFrames } from './wal.ts';

const CLIENTS = 8;
const BATCH = 4;
const DRAFTS_OF_RECORD = 40;
/** A kill comes at any time within this, once everybody pushes. */
const KILL_WITHIN_MS = 100;
const READY = 5;

/** A device that pushes as fast as the server answers. */
interface Client {
	readonly device: TestMember;
	record: TestRecord | undefined;
	last: Entry | undefined;
	drafts: number;
	/** Signed ahead, so that all the time between two kills goes into pushing. */
	readonly ready: (readonly Entry[])[];
	/** Sent, and not answered yet. */
	batch: readonly Entry[];
	position: Pick<SyncResponse, 'cursor' | 'chain'>;
}

/** What was seen over all kills. */
export interface Seen {
	kills: number;
	acknowledged: number;
	/** Entries whose request was under way at a kill: found in the log afterwards, or not. */
	committedUnanswered: number;
	notCommitted: number;
	/** Kills that left a transaction half written. */
	torn: number;
	/** Acknowledged entries that were gone, or at another seq: must be empty. */
	readonly missing: string[];
}

async function nextBatch(office: TestOffice, client: Client): Promise<readonly Entry[]> {
	const { organisation } = office;
	const made: Entry[] = [];
	if (client.record === undefined || client.drafts >= DRAFTS_OF_RECORD) {
		client.record = await newRecord(client.device);
		client.last = undefined;
		client.drafts = 0;
		made.push(...(await grants(client.device, organisation, { record: client.record })));
	}
	while (made.length < BATCH) {
		const parents = client.last === undefined ? [] : [client.last];
		client.last = await revision(client.device, organisation, { record: client.record, parents });
		client.drafts += 1;
		made.push(client.last);
	}
	return made;
}

async function push(office: TestOffice, client: Client): Promise<SyncResponse> {
	const { device, batch, position } = client;
	const { cursor, chain } = position;
	const body = { device: device.keys.device, cursor, chain, push: wire(...batch) };
	return json<SyncResponse>(office.server.post('/api/v1/sync', body, { token: device.token }));
}

/** Pushes until the server is gone. */
async function pushOn(office: TestOffice, client: Client, acknowledged: Map<string, number>): Promise<void> {
	for (;;) {
		if (client.batch.length === 0) client.batch = client.ready.shift() ?? (await nextBatch(office, client));
		const answer = await push(office, client).catch((fault: unknown) => {
			// An answer that refuses is a fault; a connection that broke is the kill.
			if (fault instanceof TypeError) throw fault;
			return undefined;
		});
		if (answer === undefined) return;
		for (const ack of answer.acks) {
			if (!('seq' in ack)) throw new TypeError(JSON.stringify(ack));
			acknowledged.set(ack.id, ack.seq);
		}
		client.position = answer;
		client.batch = [];
	}
}

async function look(
	file: string,
	acknowledged: ReadonlyMap<string, number>,
	clients: readonly Client[],
	seen: Seen
) {
	const reader = openSqliteReader(file);
	const rows = await reader.read(async (sql) => {
		await checkRows(sql, { signatures: false });
		return sql.all('SELECT entry_id, seq FROM entry');
	});
	await reader.close();
	const log = new Map(rows.map((row) => [String(row.entry_id), Number(row.seq)]));
	seen.missing.push(...[...acknowledged].filter(([id, seq]) => log.get(id) !== seq).map(([id]) => id));
	seen.acknowledged = acknowledged.size;
	for (const { id } of clients.flatMap(({ batch }) => batch)) {
		if (log.has(id)) seen.committedUnanswered += 1;
		else seen.notCommitted += 1;
	}
}

/**
 * Kills a server while 8 devices push, opens its store again, and looks: everything acknowledged is at its seq, and the
 * whole chain holds. Then it goes on with the next server on the same store.
 */
export async function crash(kills: number, dataDir: string): Promise<Seen> {
	const running: Running = { process: await startProcess({ dataDir }), dataDir };
	const office = await foundedOn(running);
	const clients: Client[] = [];
	for (let count = 0; count < CLIENTS; count += 1) {
		const device = await practitioner(office);
		const position = { cursor: 0, chain: null };
		clients.push({ device, record: undefined, last: undefined, drafts: 0, ready: [], batch: [], position });
	}
	const acknowledged = new Map<string, number>();
	const seen: Seen = {
		kills: 0,
		acknowledged: 0,
		committedUnanswered: 0,
		notCommitted: 0,
		torn: 0,
		missing: []
	};
	const file = join(dataDir, 'doorstep.sqlite');
	while (seen.kills < kills) {
		for (const client of clients) {
			while (client.ready.length < READY) client.ready.push(await nextBatch(office, client));
		}
		const before = acknowledged.size;
		const pushing = Promise.all(clients.map((client) => pushOn(office, client, acknowledged)));
		while (acknowledged.size < before + CLIENTS * BATCH) await new Promise((wake) => setTimeout(wake, 2));
		await new Promise((wake) => setTimeout(wake, Math.random() * KILL_WITHIN_MS));
		await running.process.kill();
		await pushing;
		seen.kills += 1;
		if (uncommittedFrames(`${file}-wal`) > 0) seen.torn += 1;
		running.process = await startProcess({ dataDir });
		await look(file, acknowledged, clients, seen);
	}
	await running.process.stop();
	return seen;
}
