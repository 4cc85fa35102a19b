import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { isEntrySignedBy, readWireEntry, type Entry, type WireEntry } from '#lib/trust/entry.ts';
import { openGrant } from '#lib/trust/grant.ts';
import { openKit } from '#lib/trust/kit.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { openRevision } from '#lib/trust/revision.ts';
import { verifyLog } from '#lib/trust/verify.ts';

// Frozen: written once by version 1, never again. Whoever cannot open them has broken somebody's records.

/** JSON of our own making: each test says which shape it has. */
function vector(name: string): unknown {
	const file = new URL(`../../vectors/${name}`, import.meta.url);
	return JSON.parse(readFileSync(file, 'utf8'));
}

const bytes = (text: string): Bytes => fromBase64Url(text) ?? new Uint8Array();

async function entryOf(wire: WireEntry): Promise<Entry> {
	const read = await readWireEntry(wire);
	if (!read.ok) throw new TypeError(read.reason);
	return read.value;
}

describe('what version 1 wrote', () => {
	it('entry: id, signature and content', async () => {
		const kept = vector('entry-v1.json') as {
			publicKey: string;
			id: string;
			key: string;
			content: object;
			entry: WireEntry;
		};
		const entry = await entryOf(kept.entry);
		expect(entry.id).toBe(kept.id);
		expect(await isEntrySignedBy(entry, bytes(kept.publicKey))).toBe(true);
		expect(await openRevision(entry, bytes(kept.key))).toMatchObject({ value: { content: kept.content } });
	});

	it('grant: the key it hands out', async () => {
		const kept = vector('grant-v1.json') as {
			identity: string;
			record: string;
			keyNumber: number;
			key: string;
			entry: WireEntry;
		};
		const { record, keyNumber } = kept;
		expect(await openGrant(await entryOf(kept.entry), [kept.identity])).toMatchObject({
			value: { record, keyNumber, key: bytes(kept.key) }
		});
	});

	it('kit: with its passphrase', async () => {
		const kept = vector('kit-v1.json') as { passphrase: string; contents: object; file: string };
		expect(await openKit(bytes(kept.file), kept.passphrase)).toMatchObject({
			ok: true,
			value: kept.contents
		});
	});

	it('log: every statement, signature and chain value, and the record in it', async () => {
		const kept = vector('log-v1.json') as {
			fingerprint: string;
			record: string;
			recoveryIdentity: string;
			chain: string;
			rows: readonly { seq: number; receivedAt: number; chain: string; h: string; s: string; c: string }[];
		};
		const rows = kept.rows.map(({ seq, receivedAt, chain, h, s, c }) => ({
			seq,
			receivedAt,
			chain: bytes(chain),
			h: bytes(h),
			s: bytes(s),
			c: bytes(c)
		}));
		const checked = await verifyLog(rows, kept.fingerprint);
		expect(checked.findings).toEqual([]);
		expect(checked.chain).toEqual(bytes(kept.chain));
		const opened = await openRecord(checked.entries, kept.record, [kept.recoveryIdentity]);
		expect(opened.ok && opened.value.revisions.map((one) => one.opened.ok)).toEqual([true, true]);
	});
});
