import { afterAll, beforeAll, expect, it } from 'vitest';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { ENTRY_TYPE, sign, type SigningKey } from '#lib/trust/dsse.ts';
import type { Entry } from '#lib/trust/entry.ts';
import type { WireEntry } from '#lib/sync/protocol.ts';
import { ackWord, sync, wire, withDraft } from './office-people.ts';

/** What a practitioner's device pushes, what it is, and the word it gets. */
export type RefusalCase = readonly [
	what: string,
	word: string,
	make: (office: Awaited<ReturnType<typeof withDraft>>) => WireEntry | Promise<WireEntry>
];

/** One entry as it travels. */
export function one(entry: Entry): WireEntry {
	return wire(entry)[0] ?? { h: '', s: '', c: null };
}

/** The entry with another header, still canonical: under its old signature, or signed by `key`. */
export async function reheaded(entry: Entry, change: object, key?: SigningKey): Promise<WireEntry> {
	const header = JSON.parse(new TextDecoder().decode(entry.h)) as object;
	const bytes = canonicalBytes({ ...header, ...change });
	const s = key === undefined ? entry.s : await sign(key, { type: ENTRY_TYPE, bytes });
	return { ...one(entry), h: toBase64Url(bytes), s: toBase64Url(s) };
}

/** Pushes each case to one server. None may be stored, so that no case can disturb the next. */
export function refusalMatrix(cases: readonly RefusalCase[]): void {
	let office: Awaited<ReturnType<typeof withDraft>>;
	beforeAll(async () => {
		office = await withDraft((clean) => afterAll(clean));
	});
	it.each(cases)('%s: %s', async (_what, word, make) => {
		const entry = await make(office);
		const before = (await sync(office.server, office.worker)).cursor;
		const { acks, cursor } = await sync(office.server, office.worker, { push: [entry] });
		expect(acks.map(ackWord)).toEqual([word]);
		expect(cursor).toBe(before);
		if (acks[0] !== undefined && 'problem' in acks[0]) {
			expect(acks[0].problem.type).toBe(`urn:doorstep:problem:${word}`);
		}
	});
}
