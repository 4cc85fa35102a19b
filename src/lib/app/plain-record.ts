import type { SummarySection } from '../record/summary.ts';

/** Sections of a record as plain text, to copy where nothing can be saved. */
export function plainText(sections: readonly SummarySection[]): string {
	return sections
		.map(({ title, rows }) => [title, ...rows.map(({ label, lines }) => `${label}\n${lines.join('\n')}`)])
		.map((lines) => lines.join('\n\n'))
		.join('\n\n\n');
}
