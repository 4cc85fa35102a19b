import { describe, expect, it } from 'vitest';
import { asNumbers, asPhoneNumber, NO_NUMBERS, numberRows, telLink, withStored } from '#lib/app/numbers.ts';

describe('a telephone number as typed', () => {
	it.each([
		['0300 555 0100', '0300 555 0100'],
		[' (020) 7946-0018 ', '020 7946 0018'],
		['+44 20 7946 0018', '+44 20 7946 0018'],
		['101', '101']
	])('takes %j as %j', (typed, plain) => {
		expect(asPhoneNumber(typed)).toBe(plain);
	});

	it('takes an empty field as no number', () => {
		expect(asPhoneNumber('  ')).toBeNull();
	});

	it.each(['ask Sam', '12', '0300 555 0100 ext 4', '1'.repeat(16), '12+34567'])('refuses %j', (typed) => {
		expect(asPhoneNumber(typed)).toBeUndefined();
	});

	it('makes a link of digits alone', () => {
		expect(telLink('+44 20 7946 0018')).toBe('tel:+442079460018');
	});
});

describe('stored numbers', () => {
	it('reads what was stored', () => {
		const stored = { ...NO_NUMBERS, outOfHours: '0300 555 0100' };
		expect(asNumbers(stored)).toEqual(stored);
	});

	it.each([undefined, null, 'text', 7, { outOfHours: 12, safeguardingLead: 'javascript:alert(1)' }])(
		'counts %j as nothing stored',
		(value) => {
			expect(asNumbers(value)).toEqual(NO_NUMBERS);
		}
	);

	it("prefers the device's own number to the organisation's", () => {
		const organisation = { ...NO_NUMBERS, policeNonEmergency: '101', outOfHours: '111' };
		const stored = { ...NO_NUMBERS, outOfHours: '0300 555 0100' };
		expect(withStored(organisation, stored)).toEqual({
			...NO_NUMBERS,
			policeNonEmergency: '101',
			outOfHours: '0300 555 0100'
		});
	});

	it('lists all four, also those that are missing', () => {
		const rows = numberRows({ ...NO_NUMBERS, policeNonEmergency: '101' });
		expect(rows.map(({ id, href }) => [id, href])).toEqual([
			['childrensSocialCare', ''],
			['outOfHours', ''],
			['policeNonEmergency', 'tel:101'],
			['safeguardingLead', '']
		]);
	});
});
