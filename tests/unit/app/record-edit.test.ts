import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldViews, problemsOf, withEdit, type RecordPage } from '#lib/app/record-view.ts';
import { recordForm } from '#lib/record/form.ts';
import { journeyOf, withAnswers, inputOf } from '#lib/record/make.ts';
import { summarise } from '#lib/record/summary.ts';
import { moveRecord } from '#lib/record/move.ts';
import { withEvent } from '#lib/record/events.ts';
import { isFromNewerApp } from '#lib/record/newer-app.ts';
import { withPractitioner } from '#lib/record/practitioner.ts';
import type { DecisionRecord, Json } from '#lib/record/types.ts';
import type { FieldView, LeafView, ObjectView } from '#lib/ui/fields/field-view.ts';
import { contentPack } from '../../support/pack.ts';
import { emergency, WRITTEN_AT } from '../../support/complete-record.ts';

const pack = await contentPack();
const settings = pack.localSettings;

const pageOf = (record: DecisionRecord): RecordPage => ({
	pack,
	record,
	settings,
	result: journeyOf(pack, record, settings),
	mark: '-abc',
	isChecked: false,
	noting: { warnings: [], left: [], onleave: () => undefined }
});

const edited = (path: string, value: Json, record = emergency()) =>
	withEdit({ pack, record, settings }, path, value);

function viewsOf(record: DecisionRecord): readonly FieldView[] {
	const page = pageOf(record);
	return fieldViews(
		page,
		recordForm(pack, page).flatMap(({ fields }) => fields)
	);
}

const leafAt = (record: DecisionRecord, path: string): LeafView | undefined =>
	viewsOf(record)
		.flatMap((view) => [view, ...(view.kind === 'object' ? view.parts : [])])
		.find((view) => view.path === path) as LeafView | undefined;

describe('a date on a page', () => {
	it('is kept as an instant or a day when it reads as one, however it was typed', () => {
		expect(edited('r:/sentAt', '20/11/2026 9.15am').values['r:/sentAt']).toBe('2026-11-20T09:15:00.000Z');
		expect(edited('r:/sentAt', '2026-07-20T09:15').values['r:/sentAt']).toBe('2026-07-20T08:15:00.000Z');
		expect(edited('r:/review/date', '1 Dec 2026').values['r:/review/date']).toBe('2026-12-01');
		expect(edited('r:/review/date', '2026-11-30T23:59:00.000Z').values['r:/review/date']).toBe('2026-11-30');
	});

	it('is kept as typed otherwise, with the reason beside it and in the summary of the page', () => {
		for (const typed of [
			'31/02/2026',
			'yesterday',
			'20/11/26 09:15',
			'11/20/2026 09:15',
			'20/11/2026',
			'29/03/2026 01:30'
		]) {
			const record = edited('r:/sentAt', typed);
			expect(record.values['r:/sentAt']).toBe(typed);
			const leaf = leafAt(record, 'r:/sentAt');
			expect(leaf?.problem, typed).toBeTruthy();
			expect(leaf?.time).toBeUndefined();
			expect(problemsOf(viewsOf(record)).map(({ field }) => field)).toEqual(['f-r-sentAt']);
		}
	});

	it('of the decision stays beside the one that counts, until it reads as one', () => {
		const record = edited('case/decidedAt', '31/02/2026 09:00');
		expect(record.decidedAt).toBe(WRITTEN_AT);
		expect(leafAt(record, 'case/decidedAt')).toMatchObject({ value: '31/02/2026 09:00' });
		const right = edited('case/decidedAt', '21/11/2026 09:00', record);
		expect(right.decidedAt).toBe('2026-11-21T09:00:00.000Z');
		expect(leafAt(right, 'case/decidedAt')?.problem).toBeUndefined();
	});
});

describe('text on a page', () => {
	it('of any kind goes into every field, is read back as it is shown, and never throws', () => {
		const bad = [
			'',
			'x'.repeat(100_000),
			'שלום עולם, مرحبا',
			'👩‍👧 😢',
			'A\tB\nC\tD\r\nE',
			'nul\u0000bell\u0007',
			'half \ud83d',
			'<script>alert(1)</script>'
		];
		const paths = viewsOf(emergency()).flatMap((view) => {
			if (view.kind === 'object') return view.parts.map(({ path }) => path);
			return view.kind === 'list' ? view.rowOf('1-abc').parts.map(({ path }) => path) : [view.path];
		});
		for (const text of bad) {
			let record = emergency();
			for (const path of paths) record = edited(path, text, record);
			expect(viewsOf(record).length).toBeGreaterThan(10);
			const words = JSON.stringify(
				summarise(pack, { id: 'a', record, result: journeyOf(pack, record, settings) })
			);
			expect(words.isWellFormed()).toBe(true);
			if (text !== '')
				expect(JSON.stringify(record.values)).toContain(JSON.stringify(text.slice(0, 3)).slice(1, -1));
		}
	});
});

describe('what a field says beside the value', () => {
	it('is the suggestion apart from the choice, and the reason only where they differ', () => {
		let record = edited('r:/art6Basis/suggested', 'e');
		const basis = () => viewsOf(record).find(({ path }) => path === 'r:/art6Basis') as ObjectView;
		expect(
			basis()
				.notes?.map(({ words }) => words)
				.join()
		).toContain('A public task');
		expect(basis().parts.map(({ path }) => path)).toEqual(['r:/art6Basis/chosenByUser']);
		record = edited('r:/art6Basis/chosenByUser', 'e', record);
		expect(basis().parts).toHaveLength(1);
		record = edited('r:/art6Basis/chosenByUser', 'd', record);
		expect(basis().parts.map(({ path }) => path)).toEqual([
			'r:/art6Basis/chosenByUser',
			'r:/art6Basis/whyDifferent'
		]);
	});

	it('is what each kind of point means', () => {
		const list = viewsOf(emergency()).find(({ path }) => path === 'case/statements');
		const kind =
			list?.kind === 'list'
				? list.rowOf('1-abc').parts.find(({ path }) => path.endsWith('/kind'))
				: undefined;
		expect(kind?.options.map(({ value, hint }) => [value, typeof hint])).toEqual([
			['fact', 'string'],
			['reported', 'string'],
			['opinion', 'string']
		]);
	});

	it('asks nothing about what an adviser said who was not reached', () => {
		const parts = (record: DecisionRecord) => {
			const list = viewsOf(record).find(({ path }) => path === 'case/advice');
			return list?.kind === 'list' ? list.rowOf('1-abc').parts.map(({ path }) => path.split('/').at(-1)) : [];
		};
		expect(parts(emergency())).toContain('gist');
		expect(parts(edited('case/advice/1-abc/reached', false))).not.toContain('gist');
	});
});

describe('a record of a newer app', () => {
	it('is known by its schema or by the writer that it asks for', () => {
		const of = (more: object) => isFromNewerApp({ ...emergency(), ...more });
		expect([of({}), of({ minWriter: 1 }), of({ minWriter: null })]).toEqual([false, false, false]);
		expect([of({ schema: 2 }), of({ minWriter: 2 }), of({ minWriter: 'two' })]).toEqual([true, true, true]);
	});

	it('keeps every member and every value that this app does not know, whatever is done to it', () => {
		const name = fc.stringMatching(/^[a-z]{3,8}$/).map((one) => `x${one}`);
		const extra = fc.dictionary(name, fc.jsonValue());
		const values = fc.dictionary(
			name.map((one) => `case/${one}/part`),
			fc.jsonValue()
		);
		fc.assert(
			fc.property(extra, values, (more, unknown) => {
				const start = emergency();
				const record = { ...start, ...more, values: { ...start.values, ...unknown } } as DecisionRecord;
				const steps = [
					(one: DecisionRecord) => withEdit({ pack, record: one, settings }, 'r:/reason', 'Danger'),
					(one: DecisionRecord) =>
						withEdit({ pack, record: one, settings }, 'case/decidedAt', '2026-11-21T09:00:00Z'),
					(one: DecisionRecord) => withAnswers(one, inputOf(one), { pack, settings }),
					(one: DecisionRecord) => withEvent(one, { kind: 'exported', at: WRITTEN_AT, facts: {} }, '-abc'),
					(one: DecisionRecord) => withPractitioner(one, { 'case/practitionerName': 'R. Example' }),
					(one: DecisionRecord) => moveRecord(one, { to: { pack, settings }, trace: 'moved', mark: '-abc' })
				];
				const after = steps.reduce((one, step) => step(one), record);
				expect(after).toMatchObject(more);
				expect(after.values).toMatchObject(unknown);
			}),
			{ numRuns: 60 }
		);
	});
});
