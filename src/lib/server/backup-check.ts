import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import { equalBytes, toBase64Url } from '../trust/bytes.ts';
import { isEntrySignedBy } from '../trust/entry.ts';
import type { EntryHeader } from '../trust/entry-header.ts';
import { CHAIN_START, chainStep, entryId } from '../trust/ids.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { hash } from './hash.ts';
import { openKeylogs } from './keylogs.ts';
import { listTenants, readLog, readTenant, storedHeader, type BodiedEntry, type LogHead } from './log.ts';
import { readDevice } from './readers.ts';
import { openSqliteReader, type StoreReader } from './sqlite-store.ts';
import type { Sql } from './store.ts';

/** Rows read at a time: a server that checks a copy answers others between two pages. */
const PAGE = 100;

/** What a store was found to hold of one organisation. */
export interface Held {
	readonly tenant: string;
	readonly head: LogHead;
}

/** How much is checked. */
export interface Depth {
	/** Whether each signature is checked too; else ids, hashes of bodies, chain and keylog. */
	readonly signatures: boolean;
}

const fault = (why: string, seq?: number) =>
	new AppError('backup-not-good', { why, ...(seq === undefined ? {} : { seq }) });

/** Runs in a thread of its own: SQLite holds its thread for as long as it reads the file. */
const INTEGRITY = `
	const { parentPort, workerData } = require('node:worker_threads');
	const { DatabaseSync } = require('node:sqlite');
	let found = 'not-a-database';
	try {
		const db = new DatabaseSync(workerData, { readOnly: true });
		found = db.prepare('PRAGMA integrity_check(1)').all()[0]?.integrity_check;
		db.close();
	} catch {}
	parentPort.postMessage(found);
`;

/** Whether SQLite finds a file whole, page by page. */
function isWhole(file: string): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(INTEGRITY, { eval: true, workerData: file });
		worker.once('message', (found) => resolve(found === 'ok'));
		worker.once('error', reject);
		worker.once('exit', () => resolve(false));
	});
}

/** The bytes of an entry are those that its id and its header name. */
async function checkBytes(entry: BodiedEntry, { bodyHash }: EntryHeader): Promise<void> {
	if ((await entryId(entry.header, hash)) !== entry.id) throw fault('header', entry.seq);
	if (entry.body === null) throw fault('body-missing', entry.seq);
	if (toBase64Url(await hash(entry.body)) !== bodyHash) throw fault('body', entry.seq);
}

/** Statements were checked with the keylog that they make. */
async function checkSignature(keylog: Keylog, entry: BodiedEntry, header: EntryHeader): Promise<void> {
	if (header.kind === 'key') return;
	const { header: h, signature: s } = entry;
	const device = keylog.devices.get(header.device ?? '');
	if (device === undefined || !(await isEntrySignedBy({ h, s }, device.signKey)))
		throw fault('signature', entry.seq);
}

/** From the first entry on: no gap, every byte as hashed, every link of the chain computed again. */
async function checkLog(sql: Sql, tenant: string, keylog: Keylog | undefined): Promise<LogHead> {
	let head: LogHead = { seq: 0, chain: CHAIN_START };
	for (;;) {
		const page = await readLog(sql, tenant, { after: head.seq, most: PAGE });
		for (const entry of page) {
			if (entry.seq !== head.seq + 1) throw fault('gap', entry.seq);
			const link = { entryId: entry.id, seq: entry.seq, receivedAt: entry.receivedAt };
			const chain = await chainStep(head.chain, link, hash);
			if (!equalBytes(chain, entry.chain)) throw fault('chain', entry.seq);
			const header = storedHeader(entry);
			await checkBytes(entry, header);
			if (keylog !== undefined) await checkSignature(keylog, entry, header);
			head = { seq: entry.seq, chain };
		}
		if (page.length < PAGE) return head;
		await nextTurn();
	}
}

/** Keys and ends of the devices are derived from the keylog, and decide who may push and pull. */
async function checkDevices(sql: Sql, tenant: string, keylog: Keylog): Promise<void> {
	for (const { device, person, signKey, revokedAt } of keylog.devices.values()) {
		const row = await readDevice(sql, { tenant, device });
		const isSame = row?.person === person && equalBytes(row.signKey, signKey);
		if (!isSame || (row.revokedSeq === null) !== (revokedAt === null)) throw fault('device');
	}
}

async function keylogOf(sql: Sql, tenant: string): Promise<Keylog> {
	try {
		return await openKeylogs().current(sql, tenant);
	} catch (caught) {
		if (caught instanceof AppError && caught.code === 'keylog-broken') throw fault('keylog');
		throw caught;
	}
}

/**
 * Checks the whole log of every organisation, from its start to the counter row, and the keylog with it.
 * @throws AppError 'backup-not-good' with `why` and, where it is one entry, `seq`
 */
export async function checkRows(sql: Sql, depth: Depth): Promise<readonly Held[]> {
	const held: Held[] = [];
	for (const tenant of await listTenants(sql)) {
		const said = await readTenant(sql, tenant);
		if (said === undefined) throw fault('organisation');
		const keylog = await keylogOf(sql, tenant);
		const head = await checkLog(sql, tenant, depth.signatures ? keylog : undefined);
		if (head.seq !== said.seq || !equalBytes(head.chain, said.chain)) throw fault('head', head.seq);
		await checkDevices(sql, tenant, keylog);
		held.push({ tenant, head });
	}
	return held;
}

/**
 * Reads a copy back whole: the pages by SQLite, the rows by `checkRows`.
 * @param file absolute path of a SQLite file that nobody writes
 * @throws AppError 'backup-not-good'
 */
export async function checkCopy(file: string, depth: Depth): Promise<readonly Held[]> {
	if (!(await isWhole(file))) throw fault('damaged');
	const copy: StoreReader = openSqliteReader(file);
	try {
		return await copy.read((sql) => checkRows(sql, depth));
	} finally {
		await copy.close();
	}
}
