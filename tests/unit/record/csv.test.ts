import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText } from '#lib/record/csv.ts';

/** As an independent reader takes it, strictly: CRLF, equal rows, no loose quotes. */
const read = (text: string): string[][] =>
	parse(text, { bom: true, record_delimiter: '\r\n', relax_quotes: false });

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', ' =', '＝', '\u00a0+'];

describe('csvText', () => {
	it('begins with the mark that Excel looks for, and ends every row', () => {
		expect(
			csvText([
				['a', 'b'],
				['c', '']
			])
		).toBe('\uFEFFa,b\r\nc,\r\n');
	});

	it('comes back as it went in, whatever stands in a cell', () => {
		const cell = fc
			.string({ unit: 'grapheme', maxLength: 40 })
			.filter((text) => !/^[\s\u00a0\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n]/u.test(text) && !/^\s/.test(text));
		const anyRows = fc.array(
			fc.tuple(cell, cell, cell).filter((row) => row.join('') !== ''),
			{ minLength: 1 }
		);
		fc.assert(
			fc.property(anyRows, (rows) => {
				expect(read(csvText(rows))).toEqual(rows);
			})
		);
	});

	it('quotes what would end a cell or a row', () => {
		const rows = [['say "no", then\r\ngo', 'مرجع 👩‍👧', 'x'.repeat(100_000)]];
		expect(read(csvText(rows))).toEqual(rows);
	});

	it.each(STARTS)('takes the power from a cell that begins with %j', (start) => {
		const [[cell] = []] = read(csvText([[`${start}HYPERLINK("https://x.example","y")`, 'b']]));
		expect(cell).toBe(`'${start}HYPERLINK("https://x.example","y")`);
	});
});
