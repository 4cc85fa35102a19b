import { describe, expect, it } from 'vitest';
import { dayAndTime, englishOf, recordTime } from '#lib/app/clock-time.ts';
import { asMinutes, minuteChoices, withinLimit } from '#lib/app/lock-limits.ts';
import { lockWords } from '#lib/app/lock-words.ts';
import { asPreferences, USUAL } from '#lib/app/preferences.ts';
import { limitsOf } from '#lib/vault/office-limits.ts';

describe('how long the drawer may stay open', () => {
	it('takes whole minutes from 1 to 20, and nothing else', () => {
		for (const good of [1, 7, 20]) expect(asMinutes(good)).toBe(good);
		for (const bad of [0, 21, 2.5, -1, '5', null, Number.NaN, Infinity])
			expect(asMinutes(bad)).toBeUndefined();
	});

	it('offers nothing over the office’s maximum, and always what is chosen', () => {
		expect(minuteChoices(5)).toEqual([1, 2, 5, 10, 15, 20]);
		expect(minuteChoices(7)).toContain(7);
		expect(minuteChoices(20, 3)).toEqual([1, 2, 3]);
	});

	it('holds the office’s maximum whatever was chosen before', () => {
		expect(withinLimit({ idle: 20, hidden: 2 }, 4)).toEqual({ idle: 4, hidden: 2 });
		expect(withinLimit({ idle: 20, hidden: 2 })).toEqual({ idle: 20, hidden: 2 });
	});

	it('reads a maximum from the signed policy only where it makes sense', () => {
		expect(limitsOf({ lockMinutes: 3, other: true })).toEqual({ lockMinutes: 3 });
		for (const bad of [0, 21, 1.5, '3', true]) expect(limitsOf({ lockMinutes: bad })).toEqual({});
		expect(limitsOf({})).toEqual({});
	});
});

describe('preferences', () => {
	it('come back as they were stored, and damaged ones count as never chosen', () => {
		const kept = { ...USUAL, theme: 'dark', idleMinutes: 9, isShiftOn: false } as const;
		expect(asPreferences(structuredClone(kept))).toEqual(kept);
		expect(asPreferences({ theme: 'pink', textSize: 'largest', idleMinutes: 99, isShiftOn: 'no' })).toEqual({
			textSize: 'largest'
		});
		for (const bad of [null, undefined, 7, 'dark', []]) expect(asPreferences(bad)).toEqual({});
	});
});

describe('why it locked', () => {
	it('is said with the minutes that held, and not where the person did it', () => {
		expect(lockWords({ reason: 'idle', minutes: 5 })).toBe('Locked after 5 minutes without a touch.');
		expect(lockWords({ reason: 'hidden', minutes: 1 })).toBe('Locked after 1 minute out of sight.');
		expect(lockWords({ reason: 'button' })).toBeUndefined();
	});
});

describe('times', () => {
	it('are written as the device writes English, and on a record always in one way', () => {
		expect(englishOf(['fr-FR', 'en-US', 'en-GB'])).toBe('en-US');
		expect(englishOf(['pl'])).toBe('en-GB');
		const at = '2026-11-22T14:07:00Z';
		expect(dayAndTime(at, 'en-US')).toMatch(/November 22, 2026, 02:07\sPM/);
		expect(recordTime(at)).toBe('22 November 2026, 14:07');
	});
});
