import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '#lib/trust/bytes.ts';
import { canonical, canonicalBytes, parseCanonical } from '#lib/trust/canonical.ts';

describe('canonical', () => {
	it('writes the sample of RFC 8785 section 3.2.2', () => {
		const sample = {
			numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
			string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
			literals: [null, true, false]
		};
		expect(canonical(sample)).toBe(
			'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
				'"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
		);
	});

	it('sorts keys by UTF-16 code units, as RFC 8785 section 3.2.3 does', () => {
		const sample = {
			'\u20ac': 'Euro Sign',
			'\r': 'Carriage Return',
			'\ufb33': 'Hebrew Letter Dalet With Dagesh',
			'1': 'One',
			'\u{1f600}': 'Emoji: Grinning Face',
			'\u0080': 'Control',
			'\u00f6': 'Latin Small Letter O With Diaeresis'
		};
		const order = Object.values(JSON.parse(canonical(sample)) as object);
		// An object lists the integer-like key first whatever its text says.
		expect(order.slice(1)).toEqual([
			'Carriage Return',
			'Control',
			'Latin Small Letter O With Diaeresis',
			'Euro Sign',
			'Emoji: Grinning Face',
			'Hebrew Letter Dalet With Dagesh'
		]);
		expect(canonical(sample).startsWith('{"\\r":"Carriage Return","1":"One"')).toBe(true);
	});

	// RFC 8785 appendix B, by IEEE 754 bits.
	it.each([
		['0000000000000000', '0'],
		['8000000000000000', '0'],
		['0000000000000001', '5e-324'],
		['7fefffffffffffff', '1.7976931348623157e+308'],
		['4340000000000000', '9007199254740992'],
		['4430000000000000', '295147905179352830000'],
		['44b52d02c7e14af6', '1e+23'],
		['444b1ae4d6e2ef50', '1e+21'],
		['3eb0c6f7a0b5ed8d', '0.000001'],
		['41b3de4355555553', '333333333.3333332']
	])('writes the number %s as %s', (bits, text) => {
		const view = new DataView(new ArrayBuffer(8));
		view.setBigUint64(0, BigInt(`0x${bits}`));
		expect(canonical(view.getFloat64(0))).toBe(text);
	});

	it.each([undefined, Number.NaN, Infinity, () => 1, new Date(0), new Map(), '\ud800', { a: undefined }, 1n])(
		'throws for what is not plain data',
		(value) => {
			expect(() => canonical(value)).toThrow('not-plain-data');
		}
	);
});

describe('parseCanonical', () => {
	it('gives back every plain value that canonical wrote', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				const bytes = canonicalBytes(value);
				const parsed = parseCanonical(bytes);
				expect(parsed.ok && canonicalBytes(parsed.value)).toEqual(bytes);
			}),
			{ numRuns: 100 }
		);
	});

	it.each([
		['white space', '{ }'],
		['a trailing newline', '{}\n'],
		['keys out of order', '{"b":1,"a":2}'],
		['a duplicate key', '{"a":1,"a":1}'],
		['another number form', '[1.0]'],
		['an exponent', '[1e2]'],
		['minus zero', '[-0]'],
		['an escape that is not needed', '["\\u0041"]'],
		['an escaped slash', '["\\/"]'],
		['a lone surrogate', '["\\ud800"]'],
		['a number that loses digits', '[9007199254740993]']
	])('refuses %s', (_name, text) => {
		expect(parseCanonical(utf8(text))).toEqual({ ok: false, reason: 'not-canonical' });
	});

	it('keeps a key named __proto__ as data', () => {
		const parsed = parseCanonical(utf8('{"__proto__":{"x":1}}'));
		expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
	});

	it.each([
		['not-json', utf8('{"a":}')],
		['not-json', utf8('')],
		['not-json', utf8('\ufeff{}')],
		['not-utf8', Uint8Array.of(0x22, 0xff, 0x22)],
		['too-deep', utf8('['.repeat(5) + ']'.repeat(5))],
		['too-large', utf8(`"${'x'.repeat(100)}"`)]
	])('says %s', (reason, bytes) => {
		expect(parseCanonical(bytes, { maxBytes: 100, maxDepth: 4 })).toEqual({ ok: false, reason });
	});

	it('does not count brackets inside strings', () => {
		expect(parseCanonical(utf8('["\\"[[[[["]'), { maxBytes: 100, maxDepth: 1 }).ok).toBe(true);
	});

	it('refuses a million open brackets without recursing', () => {
		expect(parseCanonical(utf8('['.repeat(1_000_000)))).toEqual({ ok: false, reason: 'too-deep' });
	});
});
