import { describe, expect, it } from 'vitest';
import { journeyOf } from '#lib/record/make.ts';
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { exportDocument } from '#lib/record/export/document.ts';
import { HEADINGS } from '#lib/record/export/headings.ts';
import { plainExport } from '#lib/record/export/plain.ts';
import { richExport } from '#lib/record/export/rich.ts';
import { escaped, visible } from '#lib/record/export/safe-text.ts';
import { footLine } from '#lib/record/export/stamp.ts';
import type { ExportDocument, ExportInput } from '#lib/record/export/types.ts';
import { contentPack } from '../../../support/pack.ts';
import { decidedRecord } from '../../../support/signed-bundle.ts';

const pack = await contentPack();
const decided = decidedRecord(pack);
const ID = 'abcdefghijklmnopqrstuvwxyz';

function inputWith(record: DecisionRecord, change: Partial<ExportInput> = {}): ExportInput {
	const result = journeyOf(pack, record, pack.localSettings);
	return { id: ID, record, result, life: 'draft', after: [], madeAt: '2026-11-30T12:00:00Z', ...change };
}

const documentOf = (record: DecisionRecord, change?: Partial<ExportInput>): ExportDocument =>
	exportDocument(pack, inputWith(record, change));
const signed = {
	entry: 'q'.repeat(52),
	version: 1,
	lockedAt: '2026-11-30T11:00:00Z',
	person: ID,
	device: ID
};

describe('exportDocument', () => {
	it('puts who must not be traced first, and nowhere else', () => {
		const { sections } = documentOf(decided);
		expect(sections[0]).toMatchObject({ id: 'untraced', title: 'Who must not be traced' });
		const with_ = sections.filter((one) => JSON.stringify(one).includes('stays unnamed'));
		expect(with_.map(({ id }) => id)).toEqual(['untraced']);
	});

	it('has the same headings in the same order, whatever was written', () => {
		const order = HEADINGS.map(({ id }) => id);
		const empty = documentOf({ ...decided, values: {} }).sections.map(({ id }) => id);
		const full = documentOf(decided).sections.map(({ id }) => id);
		for (const ids of [empty, full]) expect(ids).toEqual(order.filter((id) => ids.includes(id)));
		const always = HEADINGS.filter(({ isAlways }) => isAlways).map(({ id }) => id);
		expect(empty).toEqual(expect.arrayContaining(always));
	});

	it('leaves no field of the form out', () => {
		// The moment of the decision stands beside the values.
		const all = pack.record.fields.filter(({ auto, id }) => auto !== true && id !== 'decidedAt');
		const marked = all.reduce((record, { id, scope, type, item }) => {
			const path = scope === 'case' ? `case/${id}` : `r:/${id}`;
			const [part] = Object.keys(item ?? {});
			const row = type === 'list' ? `${path}/1-a` : path;
			return withValue(record, part === undefined ? row : `${row}/${part}`, `Mark of ${id}`);
		}, decided);
		const text = plainExport(documentOf(marked));
		const lost = all.filter(({ id }) => !text.includes(`Mark of ${id}`)).map(({ id }) => id);
		// An emergency does not ask for these: the matrix leaves them out of the summary, too.
		const hidden = new Set(pack.record.fields.filter(({ need }) => need[6] === '-').map(({ id }) => id));
		expect(lost.filter((id) => !hidden.has(id))).toEqual([]);
	});

	it('says what it is: version, guidance, hash, times, and that it is not the live record', () => {
		const draft = plainExport(documentOf(decided));
		expect(draft).toContain('DRAFT. This record is not signed');
		expect(draft).toContain('Check number of the signed record\n    Not signed yet');
		const final = documentOf(decided, { life: 'final', signed, receivedAt: '2026-11-30T11:30:00Z' });
		const text = plainExport(final);
		expect(text).not.toContain('DRAFT');
		for (const words of [pack.version, pack.hash, signed.entry, ID, 'at 11:00', 'at 11:30', 'at 12:00'])
			expect.soft(text).toContain(words);
		expect(text).toContain('This copy is\n    not the live record');
		expect(footLine(inputWith(decided, { life: 'final', signed }))).toBe(
			`Version 1 – not the live record – ${ID} – ${'q'.repeat(16)}`
		);
		const unknown = plainExport(documentOf(decided, { life: 'final' }));
		expect(unknown).toContain('Received by the office at\n    Not known on this device');
	});

	it('says what was added later, when, and by whom', () => {
		const after = [{ at: '2026-12-01T09:00:00Z', by: 'R. Example', words: 'The school rang back' }];
		const { sections } = documentOf(decided, { life: 'final', signed, after });
		expect(sections.at(-1)?.groups[0]?.rows).toEqual([
			{
				label: 'Added 1 December 2026 at 09:00 by this device’s clock, by R. Example'.replace('’', "'"),
				lines: ['The school rang back']
			}
		]);
	});
});

describe('text that another program could obey', () => {
	const nasty = [
		'Bell\u0007 and escape\u001b[31m',
		'right \u202eleft',
		'שלום',
		'</td><script>alert(1)</script>',
		'THE DECISION AND THE REASON',
		'=HYPERLINK("x")',
		'a\tb',
		'\ud83d'
	].join('\n');
	const record = withValue(decided, 'case/concernSummary', nasty);

	it('is drawn, isolated and kept under its label in plain text', () => {
		const text = plainExport(documentOf(record));
		expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
		expect(text).toContain(
			'    Bell\u2407 and escape\u241b[31m\n    right [U+202E]left\n    \u2068שלום\u2069\n'
		);
		expect(text.match(/^THE DECISION AND THE REASON$/gm)).toHaveLength(1);
		expect(text.isWellFormed()).toBe(true);
	});

	it('is escaped in rich text, which holds no element but our own', () => {
		const html = richExport(documentOf(record));
		expect(html).toContain('&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(html).toContain('<bdi dir="auto">שלום</bdi>');
		const elements = new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name]) => name));
		expect([...elements].sort()).toEqual(
			['bdi', 'br', 'h1', 'h2', 'h3', 'meta', 'p', 'strong'].filter((name) => elements.has(name))
		);
		expect(html).not.toMatch(/<[^>]*\son[a-z]+=|<a |javascript:/);
	});

	it('goes through whole, 100,000 characters of it', () => {
		const long = 'émoji 😀 line\n'.repeat(7200);
		const started = performance.now();
		const text = plainExport(documentOf(withValue(decided, 'case/concernSummary', long)));
		expect(text.match(/émoji 😀 line/g)).toHaveLength(7200);
		expect(performance.now() - started).toBeLessThan(2000);
	});

	it('has one kind of line end', () => {
		expect(visible('a\r\nb\rc\u2028d')).toBe('a\nb\nc\nd');
		expect(escaped(`<a href='x' title="y">&`)).toBe('&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;');
	});
});
