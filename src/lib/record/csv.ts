/** Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet. */

/** Excel takes a file without it for another alphabet. */
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_END = '\r\n';

/**
 * What a spreadsheet may run as a formula: a sign that begins one, also after blanks, and in its wide form.
 * @source OWASP, CSV injection */
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\t\r\n＝＋－＠]/u;
const BEGINS_WITH_CONTROL = /^[\t\r\n]/;

/** A cell as text in every spreadsheet: what would run gets an apostrophe before it. */
function cell(value: string): string {
	const isFormula = FORMULA.test(value) || BEGINS_WITH_CONTROL.test(value);
	const plain = isFormula ? `'${value}` : value;
	return /[",\r\n]/.test(plain) || isFormula ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/**
 * Rows as one file's text: a byte-order mark, CRLF after every row, cells quoted where they must be.
 * @param rows the first is the heading
 */
export function csvText(rows: readonly (readonly string[])[]): string {
	const lines = rows.map((row) => `${row.map(cell).join(',')}${LINE_END}`);
	return `${BYTE_ORDER_MARK}${lines.join('')}`;
}
