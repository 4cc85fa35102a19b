import { LineCounter, parseDocument } from 'yaml';
import type { EvidenceMark, PackProblem } from '../../src/lib/pack/types.ts';

/** The head of an article. Ids are not yet checked against the content. */
export interface FrontMatter {
	readonly title: string;
	readonly summary: string;
	readonly checkedOn: string;
	readonly checkAgainBy: string;
	readonly evidence: readonly EvidenceMark[];
	readonly sources: readonly string[];
	readonly relatedFlow: string;
	readonly related: readonly string[];
	readonly replaces?: string;
}

export interface SplitArticle {
	readonly front: FrontMatter;
	/** The Markdown below, with the front matter blanked out so that line numbers hold. */
	readonly body: string;
	readonly problems: readonly PackProblem[];
}

const TEXTS = ['title', 'summary', 'relatedFlow', 'replaces'];
const DATES = ['checkedOn', 'checkAgainBy'];
const LISTS = ['evidence', 'sources', 'related'];
const NAMES = [...TEXTS, ...DATES, ...LISTS];

/**
 * Splits an article into its front matter and its Markdown.
 * @param file name used in problems, which give file and line
 * @returns front matter whose faulty or missing fields are empty, each one listed in `problems`
 */
export function splitArticle(file: string, text: string): SplitArticle {
	const problems: PackProblem[] = [];
	const found = /^---\n([\s\S]*?)\n---\n/.exec(text);
	if (found === null)
		problems.push({ path: `${file}:1`, message: 'no front matter between two lines of ---' });
	const lines = new LineCounter();
	// Front matter starts on line 2; an empty first line keeps the counter right.
	const document = parseDocument(`\n${found?.[1] ?? ''}`, { lineCounter: lines });
	for (const error of document.errors)
		problems.push({
			path: `${file}:${lines.linePos(error.pos[0]).line}`,
			message: error.message.split('\n')[0] ?? ''
		});
	const fields = (document.errors.length === 0 ? (document.toJS() as unknown) : undefined) ?? {};
	const front = readFields(fields as Readonly<Record<string, unknown>>, (message) =>
		problems.push({ path: `${file}:2`, message })
	);
	const head = found?.[0] ?? '';
	return { front, body: head.replaceAll(/[^\n]/g, '') + text.slice(head.length), problems };
}

function readFields(
	fields: Readonly<Record<string, unknown>>,
	report: (message: string) => unknown
): FrontMatter {
	const textOf = (name: string): string => {
		const value = fields[name];
		if (typeof value === 'string' && value !== '') return value;
		report(`${name}: missing`);
		return '';
	};
	const dateOf = (name: string): string => {
		const value = textOf(name);
		if (value !== '' && !isDate(value)) report(`${name}: "${value}" is not a date like 2026-11-22`);
		return value;
	};
	const listOf = (name: string): readonly string[] => {
		const value: unknown = fields[name];
		if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'))
			return value;
		report(`${name}: must be a list with at least one entry`);
		return [];
	};
	for (const name of Object.keys(fields)) if (!NAMES.includes(name)) report(`${name}: unknown field`);
	const front: FrontMatter = {
		title: textOf('title'),
		summary: textOf('summary'),
		checkedOn: dateOf('checkedOn'),
		checkAgainBy: dateOf('checkAgainBy'),
		evidence: listOf('evidence') as readonly EvidenceMark[], // compared with the marks in the text later
		sources: listOf('sources'),
		relatedFlow: textOf('relatedFlow'),
		related: listOf('related'),
		...(fields.replaces === undefined ? {} : { replaces: textOf('replaces') })
	};
	if (front.checkAgainBy !== '' && front.checkAgainBy <= front.checkedOn)
		report('checkAgainBy: must be later than checkedOn');
	return front;
}

function isDate(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const time = Date.parse(`${value}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
