import { keepBoth, keepSide, type VersionQuestion } from '../record/version-questions.ts';
import type { DecisionRecord, Json } from '../record/types.ts';
import { pathWords, sideWords, writerWords, type VersionPage } from './version-view.ts';

/** Place of the version that stands, or all of them. */
export type VersionChoice = number | 'both';

/** A line of the list of what was settled. */
export interface SettledLine {
	readonly label: string;
	readonly kept: string;
}

const HOW = ['this', 'that'] as const;

/** Settles one question: the record afterwards, a line for the screen, and the facts of the event, which hold no words. */
export function settle(
	page: VersionPage,
	{ question, choice, mark }: { question: VersionQuestion; choice: VersionChoice; mark: string }
): {
	readonly record: DecisionRecord;
	readonly line: SettledLine;
	readonly event: Readonly<Record<string, Json>>;
} {
	const label = pathWords(page, question.id);
	const labels = question.sides.map(({ by }) => writerWords(page, by));
	const paths = [...question.paths];
	if (choice === 'both') {
		const record = keepBoth(page.record, question, { labels, mark });
		return { record, line: { label, kept: labels.join('; ') }, event: { paths, kept: 'both' } };
	}
	const side = question.sides[choice];
	const words = side === undefined ? '' : sideWords(page, question, side);
	return {
		record: keepSide(page.record, question, choice),
		line: { label, kept: `${labels[choice] ?? ''}: ${words}` },
		event: { paths, kept: HOW[Math.min(choice, 1)] ?? 'that' }
	};
}
