/** An office with a practitioner's records, as their devices would have made and sent them. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { secretHash } from '../src/lib/server/credentials.ts';
import { addTenant } from '../src/lib/server/log.ts';
import { makeOffice } from '../src/lib/server/office.ts';
import { receive } from '../src/lib/server/receive.ts';
import { openSqliteStore } from '../src/lib/server/sqlite-store.ts';
import { STATEMENTS } from '../src/lib/server/statements.ts';
import type { WireEntry } from '../src/lib/sync/protocol.ts';
import { fromBase64Url, toBase64Url, type Bytes } from '../src/lib/trust/bytes.ts';
import { draftHeader, signEntry, toWire, type Entry } from '../src/lib/trust/entry.ts';
import { makeGrant } from '../src/lib/trust/grant.ts';
import { keyCommit } from '../src/lib/trust/key-commit.ts';
import { grantTargets } from '../src/lib/trust/keylog-state.ts';
import { makeRevision } from '../src/lib/trust/revision.ts';
import { recordOf } from '../tests/support/lab/records.ts';
import {
	acceptedBy,
	follow,
	invite,
	newKeys,
	newOrganisation,
	newRecord,
	signed,
	type TestDevice,
	type TestOrganisation,
	type TestRecord
} from '../tests/support/people.ts';

/** A record as it is first sent: its grants and one draft; and the next draft of it. */
export interface MadeRecord {
	readonly first: readonly WireEntry[];
	readonly next: WireEntry;
}

const wire = (entry: Entry): WireEntry => ({
	...toWire(entry),
	c: entry.c === null ? null : toBase64Url(entry.c)
});

/** An age file has this size, and looks like noise to whoever cannot open it. */
const GRANT_BYTES = 1_855;

/** A grant that nobody here opens: signed and sized as any, without a second of post-quantum arithmetic for each hundred. */
async function noiseGrant(
	device: TestDevice,
	organisation: TestOrganisation,
	what: { record: TestRecord; key: Bytes; to: { space: string; epoch: number } }
): Promise<Entry> {
	const { tenant } = device.signing.signer;
	const { record, salt } = what.record;
	const commit = await keyCommit({ tenant, record, keyNumber: 1, key: what.key });
	const { space, epoch } = what.to;
	const fields = { record, salt, keyNumber: 1, keyCommit: commit, space, epoch };
	const body = new Uint8Array(randomBytes(GRANT_BYTES));
	return signed(device, organisation, (by) =>
		signEntry(draftHeader(by, 'grant', fields), body, by.signer.key)
	);
}

/** @param isOpenable whether the author's other devices shall be able to open it */
export async function makeRecord(
	device: TestDevice,
	organisation: TestOrganisation,
	{ seed, isOpenable }: { readonly seed: number; readonly isOpenable: boolean }
): Promise<MadeRecord> {
	const record = await newRecord(device);
	const key = record.keys.get(1) ?? new Uint8Array();
	const entries: Entry[] = [];
	for (const to of grantTargets(organisation.keylog, device.signing.signer.person, 'draft') ?? []) {
		const isOwn = organisation.keylog.spaces.get(to.space)?.purpose === 'personal';
		const granted = { record: record.record, salt: record.salt, keyNumber: 1, key };
		entries.push(
			isOpenable && isOwn
				? await signed(device, organisation, (by) => makeGrant(by, granted, to))
				: await noiseGrant(device, organisation, { record, key, to })
		);
	}
	const draft = (parents: readonly Entry[], proof: string) =>
		signed(device, organisation, async (by) => {
			const content = recordOf(seed, proof);
			const { record: id, salt } = record;
			const made = await makeRevision(by, {
				...{ kind: 'draft', record: id, salt, keyNumber: 1, key, schema: 1, content },
				...{ version: null, supersedes: null, purgeAfter: null },
				parents: parents.map((parent) => ({ id: parent.id, n: parent.header.n ?? 0 }))
			});
			if (!made.ok) throw new TypeError(made.reason);
			return made.value;
		});
	const first = await draft([], 'first');
	const next = await draft([first], 'next');
	return { first: [...entries, first].map(wire), next: wire(next) };
}

/** A device with a session. */
export interface BenchCaller {
	readonly device: string;
	readonly token: string;
}

/** Lanes in which entries are pushed at once. */
const CARRIERS = 4;

/** An organisation in a store, with the session of its one device. */
export interface BenchOffice {
	readonly organisation: TestOrganisation;
	/** Who wrote all records. */
	readonly device: TestDevice;
	/** Colleagues that carry entries: any member may, and one device alone may not call so often. */
	readonly callers: readonly BenchCaller[];
}

const HOUR_MS = 60 * 60_000;

/** A session as signing in would leave it. */
export async function sessionOf(folder: string, tenant: string, device: string): Promise<string> {
	const store = await openSqliteStore(join(folder, 'doorstep.sqlite'));
	const expires = Date.now() + 8 * HOUR_MS;
	const token = `${tenant}.${toBase64Url(randomBytes(32))}.${expires.toString(36)}`;
	const hash = await secretHash(token);
	await store.write((sql) => sql.run(STATEMENTS.addCredential, tenant, hash, device, 'session', expires));
	await store.close();
	return token;
}

/** Founds an organisation in a new store. @param folder of the store; nothing else may have it open */
export async function foundIn(folder: string): Promise<BenchOffice> {
	const organisation = await newOrganisation();
	const { tenant, rootKey, entries } = organisation.made;
	const store = await openSqliteStore(join(folder, 'doorstep.sqlite'));
	const office = makeOffice(store);
	const key = fromBase64Url(rootKey) ?? new Uint8Array();
	await store.write((sql) => addTenant(sql, { tenant, rootKey: key, at: Date.now() }));
	await receive(office, { tenant, entries: entries.map(wire), judgesExpiry: true });
	const carriers: string[] = [];
	for (let count = 0; count < CARRIERS; count += 1) {
		const invited = await invite(organisation, Date.now());
		await follow(organisation, invited.entries);
		const joined = await acceptedBy(organisation, invited.text, await newKeys());
		await follow(organisation, joined.joined.entries);
		const all = [...invited.entries, ...joined.joined.entries].map(wire);
		await receive(office, { tenant, entries: all, judgesExpiry: true });
		carriers.push(joined.device.keys.device);
	}
	await store.close();
	const callers: BenchCaller[] = [];
	for (const device of carriers) callers.push({ device, token: await sessionOf(folder, tenant, device) });
	return { organisation, device: organisation.administrator, callers };
}
