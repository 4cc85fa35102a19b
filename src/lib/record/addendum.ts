/**
 * What is added to a record after it is final: words of a person, or an event. Each is a signed entry of its own; the
 * final itself never changes. A reader keeps and shows sorts and kinds that it does not know.
 */
import type { RecordEvent } from './events.ts';
import type { Json } from './types.ts';

/** Schema of the content, as it stands in the entry's header. */
export const ADDENDUM_SCHEMA = 1;

interface AdditionBase {
	readonly schema: 1;
	/** Id of the final that it is added to. */
	readonly final: string;
	/** ISO 8601, as the device claims it. */
	readonly at: string;
	/** Who adds it, as they write their name; '' where nobody was asked. */
	readonly by: string;
}

/** Words that somebody adds, and why only now. */
export interface WordsContent extends AdditionBase {
	readonly sort: 'words';
	readonly text: string;
	readonly why: string;
	/** Entry that the words come from: late work that was not part of the signed record. */
	readonly from?: string;
}

/** Something that happened to the record. `kind` may be one that this app does not know. */
export interface EventContent extends AdditionBase {
	readonly sort: 'event';
	readonly kind: string;
	readonly facts: RecordEvent['facts'];
}

/** Plain data, additive: what is sealed in an entry of kind `addendum`. */
export type AddendumContent = WordsContent | EventContent;

/** What a page gives to be added. */
export type Addition =
	| ({ readonly sort: 'words' } & Pick<WordsContent, 'at' | 'by' | 'text' | 'why' | 'from'>)
	| { readonly sort: 'event'; readonly event: RecordEvent };

/** The content of the entry. @param by of an event: the name in the record that it happened to */
export function addendumContent(
	addition: Addition,
	{ final, by }: { readonly final: string; readonly by: string }
): AddendumContent {
	if (addition.sort === 'event') {
		const { kind, at, facts } = addition.event;
		return { schema: ADDENDUM_SCHEMA, sort: 'event', final, at, by, kind, facts };
	}
	const { at, text, why, from } = addition;
	const words = { schema: ADDENDUM_SCHEMA, sort: 'words', final, at, by: addition.by, text, why } as const;
	return from === undefined ? words : { ...words, from };
}

const isText = (value: Json | undefined): value is string => typeof value === 'string';

/**
 * Takes the content of an opened entry as an addition. Members that a newer app added are kept.
 * @returns undefined for a sort or shape that this app does not know; the entry is shown all the same
 */
export function readAddendum(content: object): AddendumContent | undefined {
	// Opened from canonical JSON, or sealed by ourselves as such.
	const said = content as Readonly<Record<string, Json>>;
	if (!['final', 'at', 'by'].every((name) => isText(said[name])) || typeof said['schema'] !== 'number')
		return undefined;
	// Every member that a page relies on is looked at here.
	return isWords(said) || isEvent(said) ? (said as unknown as AddendumContent) : undefined;
}

function isWords({ sort, text, why }: Readonly<Record<string, Json>>): boolean {
	return sort === 'words' && isText(text) && isText(why);
}

function isEvent({ sort, kind, facts }: Readonly<Record<string, Json>>): boolean {
	const isPlain = typeof facts === 'object' && facts !== null && !Array.isArray(facts);
	return sort === 'event' && isText(kind) && isPlain;
}

/** The event that an addition tells; undefined for words. */
export function eventOf(content: AddendumContent): RecordEvent | undefined {
	if (content.sort !== 'event') return undefined;
	const { at, facts } = content;
	// A kind that is not known is shown as it is called.
	return { kind: content.kind as RecordEvent['kind'], at, facts };
}

/** The events among what was added to a final, in their order. */
export function lateEvents(after: readonly { readonly content?: AddendumContent }[]): readonly RecordEvent[] {
	return after.flatMap(({ content }) => (content && eventOf(content)) ?? []);
}
