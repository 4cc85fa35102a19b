/** Signed additions in words, for every form of export. */
import { momentWords } from '../summary.ts';
import type { Json } from '../types.ts';
import type { LaterLine } from './types.ts';

type Content = Readonly<Record<string, Json>>;

/** One signed addition, as its header and its content say it. */
export interface Addition {
	readonly content: Content;
	/** ms, by the device's clock. */
	readonly clientAt: number;
	readonly author: string | null;
	/** ISO 8601, where the office's time is known. */
	readonly receivedAt?: string;
}

const EVENT_WORDS: Readonly<Record<string, string>> = {
	exported: 'A copy was taken out of the app',
	'confirmed-in-system': 'It was said to stand in the case system',
	shown: 'Chosen parts were shown to a parent or child',
	'cleared-here': 'Text was cleared from a device',
	settled: 'Versions of two devices were settled',
	chased: 'A receipt was chased',
	linked: 'A linked record was begun',
	'date-met': 'A date that was promised was kept',
	'handed-over': 'It was handed over'
};

/** The line of an addition: its words, or what happened. What a newer app added is shown as it stands. */
export function laterLine({ content, clientAt, author, receivedAt }: Addition): LaterLine {
	const by = textIn(content, 'by') ?? (author === null ? undefined : `person ${author}`);
	return {
		at: new Date(clientAt).toISOString(),
		...(receivedAt === undefined ? {} : { receivedAt }),
		...(by === undefined ? {} : { by }),
		words: wordsOf(content)
	};
}

function textIn(content: Content, name: string): string | undefined {
	const said = content[name];
	return typeof said === 'string' && said.trim() !== '' ? said : undefined;
}

function wordsOf(content: Content): string {
	const text = textIn(content, 'text');
	if (text !== undefined) {
		const why = textIn(content, 'why');
		return why === undefined ? text : `${text}\nWhy only now: ${why}`;
	}
	const kind = textIn(content, 'kind');
	if (kind === undefined) return JSON.stringify(content);
	return [EVENT_WORDS[kind] ?? kind, ...factLines(content['facts'])].join('\n');
}

/** One line a fact; of a fact with parts, one a part. */
function factLines(facts: Json | undefined, before = ''): readonly string[] {
	if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return [];
	return Object.entries(facts).flatMap(([name, value]) => {
		const label = `${before}${name}`;
		const inner = factLines(value, `${label}, `);
		if (inner.length > 0) return inner;
		const said = typeof value === 'string' ? momentWords(value) : JSON.stringify(value);
		return [`${label}: ${said}`];
	});
}
