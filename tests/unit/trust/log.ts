import { randomBytes, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { positionAfter, type Entry, type Signing } from '#lib/trust/entry.ts';
import { makeGrant } from '#lib/trust/grant.ts';
import { CHAIN_START, chainStep, recordId } from '#lib/trust/ids.ts';
import { grantTargets, type Keylog } from '#lib/trust/keylog-state.ts';
import { makeRevision, type RevisionDraft } from '#lib/trust/revision.ts';
import type { LogRow } from '#lib/trust/verify.ts';
import { NOW } from './people.ts';

/** The rows that an honest server makes of these entries. */
export async function logOf(entries: readonly Entry[]): Promise<readonly LogRow[]> {
	const rows: LogRow[] = [];
	let chain: Bytes = CHAIN_START;
	for (const [at, { id, h, s, c }] of entries.entries()) {
		const link = { entryId: id, seq: at + 1, receivedAt: NOW + at };
		chain = await chainStep(chain, link);
		rows.push({ h, s, c, seq: link.seq, receivedAt: link.receivedAt, chain });
	}
	return rows;
}

export interface WrittenRecord {
	readonly record: string;
	readonly entries: readonly Entry[];
	readonly by: Signing;
	readonly draft: RevisionDraft;
}

/** A record as a device writes it: key 1 with its grants and a draft, key 2 with its grants and the final. */
export async function writeRecord(start: Signing, keylog: Keylog): Promise<WrittenRecord> {
	const salt = randomBytes(16);
	const record = await recordId(start.signer.person, salt);
	const entries: Entry[] = [];
	let by = start;
	const append = (entry: Entry): Entry => {
		entries.push(entry);
		by = { signer: by.signer, position: positionAfter(by.position, entry) };
		return entry;
	};
	const grantAll = async (keyNumber: number, key: Bytes): Promise<void> => {
		const what = { record, salt: toBase64Url(salt), keyNumber, key };
		for (const target of grantTargets(keylog, by.signer.person, 'draft') ?? []) {
			append(await makeGrant(by, what, target));
		}
	};
	const revise = async (draft: RevisionDraft): Promise<Entry> => {
		const made = await makeRevision(by, draft);
		if (!made.ok) throw new TypeError(made.reason);
		return append(made.value);
	};
	const first: RevisionDraft = {
		kind: 'draft',
		record,
		salt: toBase64Url(salt),
		parents: [],
		keyNumber: 1,
		key: randomBytes(32),
		schema: 1,
		version: null,
		supersedes: null,
		purgeAfter: null,
		content: { schema: 1, values: { 'case/reason': 'first words' } }
	};
	await grantAll(1, first.key);
	const draft = await revise(first);
	const final: RevisionDraft = {
		...first,
		kind: 'final',
		version: 1,
		parents: [{ id: draft.id, n: 1 }],
		keyNumber: 2,
		key: randomBytes(32),
		content: { schema: 1, values: { 'case/reason': 'last words' } }
	};
	await grantAll(2, final.key);
	await revise(final);
	return { record, entries, by, draft: final };
}
