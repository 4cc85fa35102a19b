import { expect, it } from 'vitest';
import { packAge } from '#lib/pack/age.ts';

const pack = { publishedAt: '2026-11-22T12:00:00Z' };

it('counts whole days from the day of the pack', () => {
	expect(packAge(pack, '2026-11-22')).toEqual({ days: 0, isOld: false });
	expect(packAge(pack, '2026-12-02')).toEqual({ days: 10, isOld: false });
});

it('is old after ninety days, not on the ninetieth', () => {
	expect(packAge(pack, '2027-02-20')).toEqual({ days: 90, isOld: false });
	expect(packAge(pack, '2027-02-21')).toEqual({ days: 91, isOld: true });
});

it('is not old where the clock of the device is behind', () => {
	expect(packAge(pack, '2019-01-01')).toEqual({ days: 0, isOld: false });
});
