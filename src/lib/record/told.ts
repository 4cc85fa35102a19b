/**
 * What was said with a family, as evidence: told, agrees to a service, releases a confidence, consents. Four different
 * things, one statement each. A statement stands at the path of its field (`told`, `agreement`), every further one under a
 * row id below it, with the same parts: what older records hold is the first statement, and nothing is asked twice.
 */
import type { Pack, RecordField } from '../pack/types.ts';
import { fieldPath, isFilled, newRowId, rowIds } from './paths.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** `told` is of the whole case; the others are answers about one receiver. */
export type TalkKind = 'told' | 'service' | 'confidence' | 'data-protection';

export const TALK_KINDS: readonly TalkKind[] = ['told', 'service', 'confidence', 'data-protection'];

/** One statement. */
export interface Talk {
	/** Its parts stand below this path. */
	readonly path: ValuePath;
	readonly field: 'told' | 'agreement';
	/** Receiver id, '' for the implied one and for `told`. */
	readonly receiver: string;
	/** Undefined: an agreement that does not say yet to what. */
	readonly kind: TalkKind | undefined;
	/** Whether it says anything beside its kind. */
	readonly isStarted: boolean;
}

type Values = Pick<DecisionRecord, 'values'>;

/** What the answers alone can have put there: no statement of anybody yet. */
const NOT_YET_SAID: readonly string[] = ['kind', 'sought'];
/** Asked on the page of the statements only; the part pages stay short. */
const DETAILS: Readonly<Record<'told' | 'agreement', readonly string[]>> = {
	told: ['how', 'reaction', 'evidence', 'language', 'understanding', 'interpreter', 'interpreterId'],
	agreement: [
		...['withdrawalEffect', 'age', 'capacityNote', 'parentalResponsibility', 'how', 'askedWords'],
		...['language', 'understanding', 'interpreter', 'interpreterId']
	]
};
const EVIDENCE: readonly string[] = ['statement', 'statementBy', 'statementName', 'mark'];

/** Whether a part of a field is asked for on the page of the statements alone. */
export function isTalkDetail(field: string, part: string): boolean {
	if (field !== 'told' && field !== 'agreement') return false;
	return DETAILS[field].includes(part) || EVIDENCE.includes(part);
}

/** Ids of the statements below the first one, oldest first. An object that holds none has none. */
export function talkRows(record: Values, path: ValuePath): readonly string[] {
	// Parts of the first one stand beside the rows; their names begin with a letter.
	return rowIds(record, path).filter((id) => /^\d/.test(id));
}

/** Every statement of a record: telling first, then receiver by receiver. */
export function talksOf(record: Values, receivers: readonly string[]): readonly Talk[] {
	const all = receivers.length === 0 ? [''] : receivers;
	return [
		...talksAt(record, 'told', ''),
		...all.flatMap((receiver) => talksAt(record, 'agreement', receiver))
	];
}

function talksAt(record: Values, field: Talk['field'], receiver: string): readonly Talk[] {
	const root = rootOf(field, receiver);
	const paths = [root, ...talkRows(record, root).map((row) => `${root}/${row}`)];
	return paths.map((path) => talkAt(record, { path, field, receiver })).filter(isHere);
}

function talkAt(record: Values, at: Pick<Talk, 'path' | 'field' | 'receiver'>): Talk {
	return { ...at, kind: kindAt(record, at), isStarted: isStarted(record, at.path) };
}

/** A statement that somebody began: it has a kind, or says something. The untouched first one of a field is none. */
function isHere({ kind, isStarted: isBegun }: Talk): boolean {
	return isBegun || (kind !== undefined && kind !== 'told');
}

/** To which of the four a statement belongs; undefined while an agreement does not say. */
export function kindAt(record: Values, { field, path }: Pick<Talk, 'field' | 'path'>): TalkKind | undefined {
	if (field === 'told') return 'told';
	const held = record.values[`${path}/kind`];
	return TALK_KINDS.find((kind) => kind !== 'told' && kind === held);
}

function rootOf(field: Talk['field'], receiver: string): ValuePath {
	return fieldPath({ id: field, scope: field === 'told' ? 'case' : 'receiver' }, receiver);
}

function isStarted(record: Values, path: ValuePath): boolean {
	const prefix = `${path}/`;
	return Object.entries(record.values).some(([at, value]) => {
		const part = at.startsWith(prefix) ? at.slice(prefix.length) : '';
		return /^[a-z]\w*$/i.test(part) && !NOT_YET_SAID.includes(part) && isFilled(value);
	});
}

/**
 * A statement that a person adds: the first place that is free, and the values that it begins with.
 * @param mark ends row ids made on this device
 */
export function newTalk(
	record: Values,
	{ kind, receiver }: { readonly kind: TalkKind; readonly receiver: string },
	mark: string
): { readonly path: ValuePath; readonly edits: readonly (readonly [ValuePath, Json])[] } {
	const field = kind === 'told' ? 'told' : 'agreement';
	const root = rootOf(field, receiver);
	const held = record.values[`${root}/kind`];
	// The answers may have put a kind there: then the place is kept for a statement of that kind.
	const isFree = !isStarted(record, root) && (!isFilled(held) || held === kind);
	const path = isFree ? root : `${root}/${newRowId(record, root, mark)}`;
	return { path, edits: kind === 'told' ? [] : [[`${path}/kind`, kind]] };
}

/** Whether an object, or the statements of a field, say all that they have to: all that were begun, and at least one. */
export function areTalksComplete(
	pack: Pack,
	record: Values,
	at: { field: RecordField; path: ValuePath }
): boolean {
	const paths = [at.path, ...talkRows(record, at.path).map((row) => `${at.path}/${row}`)];
	const begun = paths.filter((path) => isStarted(record, path));
	return begun.length > 0 && begun.every((path) => isTalkComplete(pack, record, { ...at, path }));
}

function isTalkComplete(pack: Pack, record: Values, at: { field: RecordField; path: ValuePath }): boolean {
	const has = (part: string) => isFilled(record.values[`${at.path}/${part}`]);
	const sets = pack.record.complete[at.field.id] ?? [];
	return sets.some((parts) => parts.every(has)) && (!isUnsafe(record, at.path) || NOT_ASKED.every(has));
}

/** Why, and when it is looked at again: asked for where it was not safe. */
const NOT_ASKED: readonly string[] = ['notAskedReason', 'reviewPoint'];

function isUnsafe(record: Values, path: ValuePath): boolean {
	return record.values[`${path}/answer`] === 'not-safe';
}

/** What a statement still has to say, part by part, before it is evidence. Empty: it is whole. */
export function talkGaps(record: Values, talk: Pick<Talk, 'path' | 'field'>): readonly string[] {
	const value = (part: string) => record.values[`${talk.path}/${part}`];
	return wantedParts(talk, value).filter((part) => !isFilled(value(part)));
}

function wantedParts({ field }: Pick<Talk, 'field'>, value: (part: string) => Json | undefined): string[] {
	if (field === 'told') {
		const isUntold = isFilled(value('notToldReason')) || isFilled(value('reviewPoint'));
		return isUntold ? ['who', 'notToldReason', 'reviewPoint'] : ['who', 'when', 'how', 'what'];
	}
	const answer = value('answer');
	if (answer === 'not-safe') return ['kind', 'from', ...NOT_ASKED];
	// Nobody was asked for anything: there is nothing to keep apart.
	if (answer === 'not-asked') return [];
	const withdrawn = answer === 'withdrawn' ? ['withdrawnAt', 'withdrawalEffect', 'receiversTold'] : [];
	const limits = answer === 'limited' ? ['limits'] : [];
	return ['kind', 'from', 'answer', 'date', 'how', 'askedWords', ...limits, ...withdrawn];
}

/** An answer says by itself whether anybody was asked. */
export function soughtBy(answer: Json): boolean {
	return answer !== 'not-asked' && answer !== 'not-safe';
}

/** Agreements that were taken back; what rests on them has to stop. */
export function withdrawnTalks(record: Values, receivers: readonly string[]): readonly Talk[] {
	return talksOf(record, receivers).filter(({ path }) => record.values[`${path}/answer`] === 'withdrawn');
}
