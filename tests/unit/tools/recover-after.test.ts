import { readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteReader } from '#lib/server/sqlite-store.ts';
import { addendumContent, type Addition } from '#lib/record/addendum.ts';
import { positionAfter, type Entry } from '#lib/trust/entry.ts';
import { makeRevision, type RevisionDraft } from '#lib/trust/revision.ts';
import { recoverRecord } from '../../../tools/recover-record.ts';
import { recordText } from '../../../tools/record-text.ts';
import type { WrittenRecord } from '../trust/log.ts';
import { PASSPHRASE, storeOffice } from './stored-office.ts';

const words: Addition = {
	sort: 'words',
	at: '2026-11-23T09:00:00Z',
	by: 'S. Writer',
	text: 'They rang back',
	why: 'Not known before'
};
const exported: Addition = {
	sort: 'event',
	event: { kind: 'exported', at: '2026-11-23T10:00:00Z', facts: { form: 'text' } }
};

/** An addition in words, one event, and a second final of the same record. */
async function afterwards({ by: start, draft, entries }: WrittenRecord): Promise<readonly Entry[]> {
	const made: Entry[] = [];
	let by = start;
	const append = async (next: Partial<RevisionDraft>): Promise<Entry> => {
		const revision = await makeRevision(by, { ...draft, ...next });
		if (!revision.ok) throw new TypeError(revision.reason);
		made.push(revision.value);
		by = { signer: by.signer, position: positionAfter(by.position, revision.value) };
		return revision.value;
	};
	const final = entries.find(({ header }) => header.kind === 'final');
	if (final === undefined) throw new TypeError('no final');
	const parents = [{ id: final.id, n: 2 }];
	for (const addition of [words, exported]) {
		const content = addendumContent(addition, { final: final.id, by: 'A. Name' });
		await append({ kind: 'addendum', parents, version: 1, content });
	}
	const content = { schema: 1, values: { 'case/reason': 'second words' } };
	await append({ kind: 'final', parents, version: 2, supersedes: final.id, content });
	return made;
}

const stored = await storeOffice(afterwards);
afterAll(() => rmSync(stored.data, { recursive: true }));

describe('npm run recover, of a record that went on after its final', () => {
	it('prints the version that counts, what was added, and the version that was replaced', async () => {
		const store = openSqliteReader(stored.file);
		const order = { kit: readFileSync(stored.kit), passphrase: PASSPHRASE, record: stored.written.record };
		const recovered = await recoverRecord(store, order);
		await store.close();
		if (!recovered.ok) return expect.fail(recovered.reason);
		expect(recovered.value.faults).toEqual([]);
		const text = recordText(recovered.value);
		expect(text).toContain('Final, version 2');
		expect(text).toContain('case/reason: second words');
		expect(text).toMatch(
			/added to version 1.*\n {3}by: S\. Writer\n {3}text: They rang back\n {3}why: Not known before/
		);
		expect(text).toMatch(/by: A\. Name\n(.*\n)* {3}facts > form: text/);
		expect(text).toMatch(/Version 1, replaced: entry .*\n\n(.*\n)*values > case\/reason: last words/);
	});
});
