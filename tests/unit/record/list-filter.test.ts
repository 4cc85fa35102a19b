import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	DUE_KINDS,
	inOrder,
	isShown,
	listRow,
	needsYou,
	NO_FILTER,
	ticksOf,
	type ListFilter,
	type ListRow
} from '#lib/record/list-filter.ts';
import type { RecordHeader } from '#lib/record/types.ts';

const TODAY = { ms: Date.parse('2026-12-03T14:00:00Z'), day: '2026-12-03' };

const HEADER: RecordHeader = {
	id: 'abc',
	title: 'Keep it to yourself for now',
	kind: 'deferred',
	life: 'draft',
	createdAt: '2026-11-30T10:00:00Z',
	savedAt: '2026-11-30T10:00:00Z',
	missing: 2
};

const anyDate = fc.constantFrom(
	'2026-12-02',
	'2026-12-03',
	'2026-12-09',
	'2026-12-03T09:00:00Z',
	'0001-01-01'
);
const anyHeader: fc.Arbitrary<RecordHeader> = fc
	.record({
		life: fc.constantFrom('draft', 'final', 'handed-over'),
		due: fc.dictionary(fc.constantFrom(...DUE_KINDS), anyDate),
		version: fc.constantFrom(1, 2),
		isOpen: fc.boolean()
	})
	.map(({ isOpen, ...said }) => ({ ...HEADER, ...said, ...(isOpen && { isEmergencyOpen: true as const }) }));
const anyRow: fc.Arbitrary<ListRow> = fc
	.tuple(
		anyHeader,
		fc.constantFrom(
			'device-only' as const,
			'waiting' as const,
			'server' as const,
			'safe' as const,
			'parked' as const
		)
	)
	.map(([header, copy]) => listRow(header, copy, TODAY));
const anyFilter: fc.Arbitrary<ListFilter> = fc.record({
	needsYou: fc.boolean(),
	states: fc.subarray(['draft', 'emergency', 'final', 'handed-over', 'replaced'] as const),
	dues: fc.subarray(['overdue', 'review', 'followUp', 'chase', 'regulator'] as const),
	copies: fc.subarray(['unsent', 'parked'] as const)
});

const shown = (rows: readonly ListRow[], filter: ListFilter) => rows.filter((row) => isShown(row, filter));

describe('a filter', () => {
	it('shows everything while nothing is ticked', () => {
		fc.assert(
			fc.property(fc.array(anyRow), (rows) => {
				expect(shown(rows, NO_FILTER)).toEqual(rows);
			})
		);
		expect(ticksOf(NO_FILTER)).toBe(0);
	});

	it('shows with two ticks of one group what either shows', () => {
		fc.assert(
			fc.property(anyRow, anyFilter, anyFilter, (row, one, other) => {
				fc.pre(one.states.length > 0 && other.states.length > 0);
				const both = { ...one, states: [...new Set([...one.states, ...other.states])] };
				const either = [one.states, other.states].some((states) => isShown(row, { ...one, states }));
				expect(isShown(row, both)).toBe(either);
			})
		);
	});

	it('shows with ticks of several groups only what each of them shows', () => {
		fc.assert(
			fc.property(anyRow, anyFilter, (row, filter) => {
				const alone = [
					{ ...NO_FILTER, needsYou: filter.needsYou },
					{ ...NO_FILTER, states: filter.states },
					{ ...NO_FILTER, dues: filter.dues },
					{ ...NO_FILTER, copies: filter.copies }
				];
				expect(isShown(row, filter)).toBe(alone.every((one) => isShown(row, one)));
			})
		);
	});

	it('knows what needs a person: refused, overdue, or an emergency that is not finished', () => {
		const row = (said: Partial<RecordHeader>, copy: ListRow['copy'] = 'server') =>
			listRow({ ...HEADER, ...said }, copy, TODAY);
		expect(needsYou(row({}))).toBe(false);
		expect(needsYou(row({}, 'parked'))).toBe(true);
		expect(needsYou(row({ isEmergencyOpen: true }))).toBe(true);
		expect(needsYou(row({ due: { review: '2026-12-03' } }))).toBe(false);
		expect(needsYou(row({ due: { review: '2026-12-02' } }))).toBe(true);
	});
});

describe('an order', () => {
	it('loses and doubles nothing, and puts what is due first before what promises nothing', () => {
		fc.assert(
			fc.property(fc.array(anyRow), (rows) => {
				for (const sort of ['newest', 'oldest', 'due'] as const)
					expect(new Set(inOrder(rows, sort))).toEqual(new Set(rows));
				const dates = inOrder(rows, 'due').map(({ dueAtMs }) => dueAtMs);
				expect(dates).toEqual([...dates].sort((a, b) => (a === b ? 0 : a - b)));
			})
		);
	});
});
