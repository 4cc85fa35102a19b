import { describe, expect, it } from 'vitest';
import { byWeek, mondayOf } from '#lib/record/due-weeks.ts';

const TODAY = { ms: Date.parse('2026-12-03T14:00:00Z'), day: '2026-12-03' };

describe('byWeek', () => {
	it('puts what is overdue first, then week after week, and a slip of the pen last', () => {
		const dates = [
			'2026-12-14',
			'2026-12-06',
			'9999-12-31',
			'2026-12-02',
			'0001-01-01',
			'2026-12-07',
			'2026-12-03T13:00:00Z'
		];
		const groups = byWeek(
			dates.map((at) => ({ at })),
			TODAY
		);
		expect(groups.map(({ key, dates: found }) => [key, found.map(({ at }) => at)])).toEqual([
			['overdue', ['2026-12-02', '2026-12-03T13:00:00Z']],
			[{ monday: '2026-11-30' }, ['2026-12-06']],
			[{ monday: '2026-12-07' }, ['2026-12-07']],
			[{ monday: '2026-12-14' }, ['2026-12-14']],
			['unlikely', ['0001-01-01', '9999-12-31']]
		]);
		expect(byWeek([], TODAY)).toEqual([]);
	});

	it('goes by the day in London, where the night before is still Sunday elsewhere', () => {
		expect(byWeek([{ at: '2027-07-04T23:30:00Z' }], TODAY)).toMatchObject([
			{ key: { monday: '2027-07-05' } }
		]);
	});

	it('knows the Monday of every day of a week', () => {
		expect(mondayOf('2026-11-30')).toBe('2026-11-30');
		expect(mondayOf('2026-12-06')).toBe('2026-11-30');
		expect(mondayOf('2027-01-01')).toBe('2026-12-28');
	});
});
