import { describe, expect, it } from 'vitest';
import { pinProblem } from '#lib/vault/pin-rule.ts';

describe('a PIN', () => {
	it.each(['829174', '7h2kq9', 'harbour', 'Tideline', '0492816357'])('%s is taken', (pin) => {
		expect(pinProblem(pin)).toBeUndefined();
	});

	it.each(['', '82917', 'ab12'])('%s is too short', (pin) => {
		expect(pinProblem(pin)).toBe('short');
	});

	it('is not endless', () => {
		expect(pinProblem('a7'.repeat(40))).toBe('long');
	});

	it.each(['829 174', '8-2-9174', 'café!!'])('%s has other characters than digits and letters', (pin) => {
		expect(pinProblem(pin)).toBe('characters');
	});

	it.each([
		'123456',
		'234567',
		'654321',
		'890123',
		'111111',
		'121212',
		'123123',
		'112233',
		'111222',
		'qwertyui',
		'QWERTY',
		'abcdef',
		'147258',
		'140285',
		'021485',
		'850214',
		'14021985',
		'19850214',
		'password1',
		'doorstep',
		'monkey7'
	])('%s is what anybody would try', (pin) => {
		expect(pinProblem(pin)).toBe('guessable');
	});
});
