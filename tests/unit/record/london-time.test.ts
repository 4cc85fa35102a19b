import { describe, expect, it } from 'vitest';
import { instantMs, isDay, londonClock, londonInstant } from '#lib/record/london-time.ts';

describe('londonClock', () => {
	it('shows an instant on the clock of London, summer and winter', () => {
		expect(londonClock('2026-07-01T12:05:00Z')).toBe('2026-07-01T13:05');
		expect(londonClock('2026-12-01T12:05:59.999Z')).toBe('2026-12-01T12:05');
		expect(londonClock('2026-12-31T23:30:00-02:00')).toBe('2027-01-01T01:30');
	});

	it('does not guess at a text that is no instant', () => {
		expect(londonClock('2026-07-01T12:05')).toBeUndefined();
		expect(londonClock('last Tuesday')).toBeUndefined();
		expect(londonClock('')).toBeUndefined();
	});
});

describe('londonInstant', () => {
	it('comes back to the same clock', () => {
		for (const local of ['2026-01-15T09:00', '2026-06-15T00:00', '2026-10-25T03:30', '2024-02-29T12:00']) {
			const instant = londonInstant(local);
			expect(typeof instant === 'object' && londonClock(instant.iso)).toBe(local);
		}
	});

	it('takes the first of two, where the clocks go back', () => {
		expect(londonInstant('2026-10-25T01:30')).toEqual({ iso: '2026-10-25T00:30:00.000Z' });
	});

	it('names an hour that the clocks left out', () => {
		expect(londonInstant('2026-03-29T01:30')).toBe('skipped');
		expect(londonInstant('2026-03-29T02:30')).toEqual({ iso: '2026-03-29T01:30:00.000Z' });
	});

	it('names a day that does not exist', () => {
		expect(londonInstant('2026-02-31T10:00')).toBe('no-such-day');
		expect(londonInstant('2026-02-20T25:00')).toBe('no-such-day');
		expect(londonInstant('20/02/2026 10:00')).toBe('unreadable');
	});
});

describe('isDay', () => {
	it('knows the calendar', () => {
		expect(isDay('2024-02-29')).toBe(true);
		expect(isDay('2026-02-29')).toBe(false);
		expect(isDay('29/02/2024')).toBe(false);
	});
});

describe('instantMs', () => {
	it('takes instants alone: never a year out of words, nor a day in American order', () => {
		expect(instantMs('2026-11-20T09:15:00Z')).toBe(Date.UTC(2026, 10, 20, 9, 15));
		expect(instantMs('2026-11-20T10:15+01:00')).toBe(Date.UTC(2026, 10, 20, 9, 15));
		for (const text of ['not before 3', '12/13/2026 10:00', '2026-11-20T09:15', '2026-11-20', '', undefined])
			expect(instantMs(text)).toBeNaN();
	});
});
