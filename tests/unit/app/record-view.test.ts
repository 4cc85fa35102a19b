import { describe, expect, it } from 'vitest';
import { fieldViews, withEdit, type RecordPage } from '#lib/app/record-view.ts';
import { recordForm } from '#lib/record/form.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord, Json } from '#lib/record/types.ts';
import type { FieldView, LeafView, ListView, ObjectView } from '#lib/ui/fields/field-view.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const settings = pack.localSettings;

const emergency = () =>
	scenario(pack, 'share')
		.answer('what-brings-you', 'may-be-danger')
		.answer('immediate-danger', 'yes')
		.answer('emergency-card', 'seen');

function pageOf(values: Record<string, Json> = {}, isChecked = false): RecordPage {
	const { input } = emergency();
	let record = makeRecord({ pack, input, now: '2026-11-16T15:00:00Z', settings, timeZone: 'Europe/London' });
	for (const [path, value] of Object.entries(values)) record = withValue(record, path, value);
	return { pack, record, settings, result: journeyOf(pack, record, settings), mark: '-abc', isChecked };
}

function viewsOf(page: RecordPage): readonly FieldView[] {
	const parts = recordForm(pack, page);
	return fieldViews(
		page,
		parts.flatMap(({ fields }) => fields)
	);
}

function view(page: RecordPage, path: string): FieldView {
	const found = viewsOf(page).find((one) => one.path === path);
	if (found === undefined) throw new TypeError(`no field at ${path}`);
	return found;
}

describe('fieldViews', () => {
	it('gives every field of every part its own id on the page', () => {
		const ids = viewsOf(pageOf()).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[\w-]+$/);
	});

	it('knows how each kind of value is put in', () => {
		const page = pageOf();
		const kinds = (paths: readonly string[]) => paths.map((path) => view(page, path).kind);
		expect(
			kinds([
				'case/practitionerName',
				'case/concernSummary',
				'case/trigger',
				'case/purpose',
				'case/decidedAt',
				'case/told',
				'case/subjects'
			])
		).toEqual(['line', 'longText', 'one', 'several', 'datetime', 'object', 'list']);
		const told = view(page, 'case/told') as ObjectView;
		expect(told.parts.map(({ kind }) => kind)).toEqual(['line', 'datetime', 'text', 'text', 'datetime']);
		const subjects = (view(page, 'case/subjects') as ListView).rowOf('1-abc');
		expect(subjects.parts.map(({ kind }) => kind)).toEqual(['line', 'one', 'yesNo']);
	});

	it('never asks for what the app suggests, and offers the values of the field', () => {
		const basis = view(pageOf(), 'r:/art6Basis') as ObjectView;
		expect(basis.parts.map(({ path }) => path)).toEqual(['r:/art6Basis/chosenByUser']);
		expect(basis.parts[0]?.options).toContainEqual({ value: 'd', label: 'Saving a life' });
	});

	it('says where a value came from until somebody writes over it', () => {
		expect(view(pageOf(), 'r:/channel').isFromAnswers).toBe(true);
		expect(view(pageOf({ 'r:/channel': 'email' }), 'r:/channel').isFromAnswers).toBe(false);
		expect(view(pageOf(), 'r:/reason').isFromAnswers).toBe(false);
	});

	it('names what is missing only after a check', () => {
		expect(view(pageOf(), 'r:/reason').problem).toBeUndefined();
		expect(view(pageOf({}, true), 'r:/reason').problem).toBe('Still missing: Your reason');
		expect(view(pageOf({ 'r:/reason': 'Danger' }, true), 'r:/reason').problem).toBeUndefined();
	});

	it('gives room for words beside the values where the field has both', () => {
		const paths = viewsOf(pageOf()).map(({ path }) => path);
		expect(paths[paths.indexOf('r:/dutyConsidered') + 1]).toBe('r:/dutyConsidered/text');
	});

	it('never gives the same row id twice, also for rows that say nothing yet', () => {
		const list = view(pageOf({ 'case/subjects/3-xyz/relation': 'Aunt' }), 'case/subjects') as ListView;
		expect(list.rows).toEqual(['3-xyz']);
		expect(list.newRow([])).toBe('4-abc');
		expect(list.newRow(['3-xyz', '4-abc'])).toBe('5-abc');
	});
});

describe('withEdit', () => {
	const edited = (path: string, value: Json): DecisionRecord => withEdit(pageOf(), path, value);

	it('changes one value and nothing else', () => {
		const { record } = pageOf();
		expect(edited('r:/reason', 'Danger')).toEqual(withValue(record, 'r:/reason', 'Danger'));
	});

	it('moves the moment of the decision, and never leaves it empty', () => {
		const page = pageOf();
		const moved = edited('case/decidedAt', '2026-11-10T08:00:00.000Z');
		expect(moved.decidedAt).toBe('2026-11-10T08:00:00.000Z');
		expect((view({ ...page, record: moved }, 'case/decidedAt') as LeafView).value).toBe(moved.decidedAt);
		expect(edited('case/decidedAt', '').decidedAt).toBe('2026-11-16T15:00:00Z');
	});
});
