/** A document as plain text: headings at the margin in capitals, what people wrote always indented beneath. */
import { isolated } from './safe-text.ts';
import type { ExportDocument, ExportGroup, ExportRow, ExportSection } from './types.ts';

export const NOTHING_WRITTEN = 'Nothing written.';
export const STAMP_TITLE = 'About this copy';
const INDENT = '    ';

/** The whole document; ends with a line end. */
export function plainExport(document: ExportDocument): string {
	const parts = [
		[document.title.toUpperCase(), ...document.notices].join('\n'),
		...document.sections.map(sectionText),
		[STAMP_TITLE.toUpperCase(), ...document.stamp.map(rowText)].join('\n')
	];
	return `${parts.join('\n\n')}\n`;
}

function sectionText({ title, groups }: ExportSection): string {
	const body = groups.length === 0 ? [`  ${NOTHING_WRITTEN}`] : groups.map(groupText);
	return [title.toUpperCase(), ...body].join('\n');
}

function groupText({ about, rows }: ExportGroup): string {
	return [...(about === '' ? [] : [`  For ${isolated(about)}`]), ...rows.map(rowText)].join('\n');
}

/** Also a text that looks like a heading of ours stays in its place: it is indented, and headings are not. */
function rowText({ label, lines }: ExportRow): string {
	const written = lines.flatMap((line) => line.split('\n'));
	return [`  ${isolated(label)}`, ...written.map((line) => `${INDENT}${isolated(line)}`)].join('\n');
}
