/** A further device of a person that has nothing yet: fetches, checks and lists all records with the app's own code. */
import { openDB } from 'idb';
import { deliver } from '../../../src/lib/sync/deliver.ts';
import { postJson } from '../../../src/lib/sync/post.ts';
import type { WireEntry } from '../../../src/lib/sync/protocol.ts';
import { fromBase64Url, randomBytes, toBase64Url } from '../../../src/lib/trust/bytes.ts';
import { readWireEntry, type Entry } from '../../../src/lib/trust/entry.ts';
import { newId } from '../../../src/lib/trust/ids.ts';
import { replayKeylog } from '../../../src/lib/trust/keylog.ts';
import { startKeylog } from '../../../src/lib/trust/keylog-state.ts';
import { openSecrets } from '../../../src/lib/trust/space-secret.ts';
import { DrawerDatabase } from '../../../src/lib/vault/database.ts';
import { makeDeviceKeys } from '../../../src/lib/vault/device-keys.ts';
import { Drafts } from '../../../src/lib/vault/drafts.ts';
import { deriveKeys } from '../../../src/lib/vault/keys.ts';
import { sealMembership } from '../../../src/lib/vault/membership.ts';
import { OfficeDrawer, rowOf } from '../../../src/lib/vault/office-drawer.ts';
import { openOutbox } from '../../../src/lib/vault/outbox.ts';
import { checkPulled } from '../../../src/lib/vault/pulled.ts';
import { adoptPulled, pulledOnly } from '../../../src/lib/vault/pulled-records.ts';
import { factsOf } from './records.ts';

/** What the device was told when it joined. */
export interface Welcome {
	readonly tenant: string;
	readonly person: string;
	readonly fingerprint: string;
	readonly space: string;
	readonly keylog: readonly WireEntry[];
}

let office: OfficeDrawer | undefined;

function opened(): OfficeDrawer {
	if (office === undefined) throw new TypeError('make the device first');
	return office;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	await work();
	return performance.now() - from;
}

async function make() {
	const owner = { profile: newId(), device: newId() };
	const keys = await deriveKeys(randomBytes(32), owner);
	const db = new DrawerDatabase(owner.profile);
	await db.open();
	await db.deviceKeys.put(await makeDeviceKeys(keys));
	office = new OfficeDrawer(db, keys, { origin: location.origin, now: () => Date.now(), kitWorkFactor: 15 });
	const own = await office.device();
	if (own === undefined) throw new TypeError('no keys');
	return { device: own.device, signKey: toBase64Url(own.key.publicKey), recipient: own.recipient };
}

async function settle({ tenant, person, fingerprint, space, keylog: wire }: Welcome): Promise<void> {
	const { db, keys } = opened();
	const entries: Entry[] = [];
	for (const one of wire) {
		const read = await readWireEntry(one);
		if (!read.ok) throw new TypeError(read.reason);
		entries.push(read.value);
	}
	const { keylog, stopped } = await replayKeylog(startKeylog(fingerprint), entries);
	const { secrets } = await openSecrets(keylog, (await opened().device())?.identity ?? '');
	const personal = secrets.find((secret) => secret.space === space);
	if (stopped !== null || personal === undefined) throw new TypeError('not joined');
	const rows = entries.map((entry, index) => ({ ...rowOf(entry, 'echoed', 0), seq: index + 1 }));
	await db.entries.bulkPut(rows);
	const stands = { keylogHead: keylog.head ?? '', keylogSize: keylog.positions.size };
	const member = { tenant, person, fingerprint, ...stands, personal, deviceSeq: 1, devicePrev: null };
	await db.membership.put(await sealMembership(keys, { state: 'joined', ...member }, 0));
}

/** Pulls everything that the office has for the device. @returns ms */
async function pull(token: string): Promise<number> {
	const { keys } = opened();
	const store = await openOutbox(keys.profile);
	if (store === undefined) throw new TypeError('no drawer');
	const post = (path: string, body: unknown) => postJson(path, body, token);
	const ports = { store, device: keys.device, post, now: () => Date.now() };
	const ms = await timed(async () => {
		const end = await deliver(ports, { failures: 0, random: Math.random, hasSession: true });
		if (end.kind !== 'quiet') throw new TypeError(JSON.stringify(end));
	});
	store.close();
	return ms;
}

/** Verifies what was pulled. @returns ms and how many entries were taken */
async function check() {
	let applied = { taken: 0, refused: 0 };
	const ms = await timed(async () => {
		const { taken, refused } = await checkPulled(opened());
		applied = { taken, refused: refused.length };
	});
	return { ms, ...applied };
}

/** Opens and keeps every record under the drawer's keys. @returns ms */
function adopt(): Promise<number> {
	return timed(async () => {
		for (const [seed, { id }] of (await pulledOnly(opened())).entries())
			await adoptPulled(opened(), { id, facts: factsOf(seed) });
	});
}

/** Opens the header pages, as the list does. @returns ms and rows */
async function list() {
	let rows = 0;
	const ms = await timed(async () => {
		const { db, keys } = opened();
		rows = (await new Drafts(db, keys).list()).headers.length;
	});
	return { ms, rows };
}

interface BarePage {
	readonly pull: readonly {
		readonly seq: number;
		readonly h: string;
		readonly s: string;
		readonly c: string;
	}[];
}

/** The limit: the same bytes in pages of the same size, put into a plain table. @returns ms */
async function bare(): Promise<number> {
	const db = await openDB('bare', 1, {
		upgrade: (made) => void made.createObjectStore('item', { keyPath: 'seq' })
	});
	const ms = await timed(async () => {
		for (let after = 0; ;) {
			const body = JSON.stringify({ push: [], after });
			const answer = await fetch('/bare', { method: 'POST', body });
			// The bench's own server.
			const { pull: items } = (await answer.json()) as BarePage;
			const last = items.at(-1);
			if (last === undefined) return;
			const transaction = db.transaction('item', 'readwrite', { durability: 'strict' });
			for (const { seq, h, s, c } of items)
				void transaction.store.put({ seq, h: fromBase64Url(h), s: fromBase64Url(s), c: fromBase64Url(c) });
			await transaction.done;
			after = last.seq;
		}
	});
	db.close();
	return ms;
}

export const newDevice = { make, settle, pull, check, adopt, list, bare };
