/** A document as rich text for the clipboard: an HTML string of escaped text, which no page of ours ever renders. */
import { NOTHING_WRITTEN, STAMP_TITLE } from './plain.ts';
import { escaped, runsLeft } from './safe-text.ts';
import type { ExportDocument, ExportGroup, ExportRow, ExportSection } from './types.ts';

/** Headings and paragraphs alone: what editors of case systems keep when something is pasted. */
export function richExport(document: ExportDocument): string {
	return [
		'<meta charset="utf-8">',
		`<h1>${escaped(document.title)}</h1>`,
		...document.notices.map((notice) => `<p><strong>${escaped(notice)}</strong></p>`),
		...document.sections.map(sectionHtml),
		`<h2>${STAMP_TITLE}</h2>`,
		...document.stamp.map(rowHtml)
	].join('\n');
}

function sectionHtml({ title, groups }: ExportSection): string {
	const body = groups.length === 0 ? [`<p>${NOTHING_WRITTEN}</p>`] : groups.map(groupHtml);
	return [`<h2>${escaped(title)}</h2>`, ...body].join('\n');
}

function groupHtml({ about, rows }: ExportGroup): string {
	const heading = about === '' ? [] : [`<h3>For ${escaped(about)}</h3>`];
	return [...heading, ...rows.map(rowHtml)].join('\n');
}

function rowHtml({ label, lines }: ExportRow): string {
	const written = lines.flatMap((line) => line.split('\n')).map(lineHtml);
	return `<p><strong>${lineHtml(label)}</strong>${written.map((line) => `<br>${line}`).join('')}</p>`;
}

function lineHtml(line: string): string {
	return runsLeft(line) ? `<bdi dir="auto">${escaped(line)}</bdi>` : escaped(line);
}
