import { describe, expect, it } from 'vitest';
import { readDay, rulesOnDay } from '#lib/app/as-of.ts';
import { recordOf } from '#lib/app/describe-record.ts';
import { openJourney } from '#lib/app/journey-view.ts';
import { NO_NUMBERS } from '#lib/app/numbers.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const today = '2026-11-25';

const dutyOn = (day: string, tried = {}) =>
	rulesOnDay(pack, { day, today, settings: pack.localSettings, tried }).find(({ id }) => id === 'dutyActive');

describe('the rules on a day', () => {
	it('differ from today before the rule began', () => {
		expect(dutyOn('2026-09-29')).toMatchObject({ state: 'off', today: 'on' });
		expect(dutyOn('2026-09-30')).toMatchObject({ state: 'on', today: 'on' });
	});

	it('follow what is tried, and leave today as it is', () => {
		expect(dutyOn('2026-11-25', { dutyActive: 'off' })).toMatchObject({
			state: 'off',
			today: 'on',
			isTried: true
		});
		expect(dutyOn('2026-11-25', { dutyActive: 'auto' })).toMatchObject({ state: 'on', isTried: false });
	});
});

describe('a typed day', () => {
	const read = (day: string, month: string, year: string) => readDay({ day, month, year });

	it('is read with and without zeros and spaces', () => {
		expect(read('1', '9', '2026')).toBe('2026-09-01');
		expect(read(' 01', '09 ', '2026')).toBe('2026-09-01');
		expect(read('29', '2', '2028')).toBe('2028-02-29');
	});

	it.each([
		['', '9', '2026', 'day'],
		['32', '9', '2026', 'day'],
		['1', '13', '2026', 'month'],
		['1', 'May', '2026', 'month'],
		['1', '9', '26', 'year'],
		['31', '9', '2026', 'day'],
		['29', '2', '2026', 'day']
	])('is refused at the right field: %s %s %s', (...typed) => {
		const [day, month, year, field] = typed;
		expect(read(day, month, year)).toMatchObject({ field });
	});
});

it('never makes a record of a preview', () => {
	const open = openJourney(pack, NO_NUMBERS, { flow: 'share', now: new Date('2026-09-01T12:00:00Z') });
	expect(() => recordOf({ ...open, asIf: '2026-09-01' }, '2026-11-25T12:00:00Z')).toThrow(
		'preview-not-recorded'
	);
});
