import { describe, expect, it } from 'vitest';
import { londonDate, overdueRules, ruleStates } from '#lib/flow/dated-rules.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

const pack = await contentPack();

const duty = (decidedAt: string, override?: 'on' | 'off' | 'auto') => {
	const ruleOverrides = override === undefined ? {} : { dutyActive: override };
	const settings = { ...pack.localSettings, ruleOverrides };
	return ruleStates(pack, contextFor(pack, { decidedAt, settings })).dutyActive;
};

describe('the day of a decision', () => {
	it.each([
		['2026-09-29T22:59:59Z', '2026-09-29', 'the last second of the day in summer time'],
		['2026-09-29T23:00:00Z', '2026-09-30', 'midnight in summer time'],
		['2026-09-29T23:30:00Z', '2026-09-30', 'half past midnight in summer time'],
		['2026-09-30T00:30:00+01:00', '2026-09-30', 'the same, written with its offset'],
		['2026-11-24T23:30:00Z', '2026-11-24', 'half past eleven in winter'],
		['2026-10-25T00:30:00Z', '2026-10-25', 'the hour that comes twice'],
		['2027-03-28T00:59:59Z', '2027-03-28', 'the second before summer time begins'],
		['2026-12-31T23:59:59-05:00', '2027-01-01', 'a decision noted abroad']
	])('%s is %s in London: %s', (instant, day) => {
		expect(londonDate(instant)).toBe(day);
	});

	it('is no day where the instant is none', () => {
		expect(() => londonDate('yesterday')).toThrow(RangeError);
	});
});

describe('a dated rule', () => {
	it('begins with the first minute of its day in London', () => {
		expect(duty('2026-09-29T22:59:59Z')).toBe('off');
		expect(duty('2026-09-29T23:00:00Z')).toBe('on');
	});

	it('stays off without a start date, however late the decision', () => {
		expect(ruleStates(pack, contextFor(pack, { decidedAt: '2099-01-01T12:00:00Z' })).csaDutyActive).toBe(
			'off'
		);
	});

	it('follows the local setting before its date', () => {
		expect(duty('2020-01-01T12:00:00Z', 'on')).toBe('on');
		expect(duty('2030-01-01T12:00:00Z', 'off')).toBe('off');
		expect(duty('2026-09-29T23:00:00Z', 'auto')).toBe('on');
	});

	it('is overdue from the day after its review date', () => {
		expect(overdueRules(pack, '2026-12-31')).not.toContain('dutyActive');
		expect(overdueRules(pack, '2027-01-01')).toContain('dutyActive');
	});
});
