/**
 * What of a record may be shown to a parent or a child, and the screen that holds nothing but what was ticked. The screen
 * has a shape of its own: text is copied into it, and it knows no record, no path and no person.
 */
import type { SummarySection } from './summary.ts';
import { cleanText, pagesOf } from './show-pages.ts';
import type { DecisionRecord, Json } from './types.ts';

/** `free`: a tick shows it. `careful`: a second tick says that it was read as they would. `never`: it is not offered. */
export type ShowGuard = 'free' | 'careful' | 'never';

/** Why a part wants a second look. */
export type ShowReason = 'person' | 'source' | 'advice' | 'withheld' | 'risk' | 'protected' | 'other';

/** A part that can be ticked. */
export interface ShowCandidate {
	/** Section and field; stays in the record's own page. */
	readonly key: string;
	readonly label: string;
	/** The receiver that it is about; '' for the case. */
	readonly about: string;
	readonly words: string;
	readonly guard: Exclude<ShowGuard, 'never'>;
	readonly reason?: ShowReason;
}

export type ShowAudience = 'child' | 'parent' | 'adult';

/** A part that was ticked. */
export interface ShowPick {
	readonly key: string;
	/** The words to show: those of the record, or plainer ones. */
	readonly words: string;
	/** The second tick. */
	readonly isConfirmed: boolean;
}

/** Everything that the show view gets. */
export interface ShowScreen {
	readonly audience: ShowAudience;
	/** Of our own words; what a practitioner typed is in any language. */
	readonly language: 'en-GB';
	readonly parts: readonly { readonly title: string; readonly pages: readonly string[] }[];
}

/** Never shown, whoever asks: who must not be traced; and what is only the app's own. */
const NEVER: ReadonlySet<string> = new Set([
	...['identityProtection', 'id', 'packVersion', 'createdAt', 'recordedAt', 'timeZone', 'linkedRecord'],
	...['exported', 'managerOversight', 'outcomeKnown', 'breach', 'art6Basis', 'art9or10Condition']
]);

/** About what is shared and why, in words that name nobody but them. Everything else wants a second look. */
const FREE: ReadonlySet<string> = new Set([
	...['concernSummary', 'purpose', 'informationShared', 'recipients', 'reason', 'decidedAt'],
	...['channel', 'sentAt', 'review', 'practitionerName', 'practitionerRole']
]);

const REASONS: Readonly<Record<string, ShowReason>> = {
	subjects: 'person',
	requester: 'source',
	statements: 'source',
	viewsChild: 'person',
	viewsParent: 'person',
	told: 'person',
	agreement: 'person',
	confidentiality: 'source',
	advice: 'advice',
	informationWithheld: 'withheld',
	handlingLimits: 'withheld',
	riskAccepted: 'risk',
	safetySteps: 'risk',
	weighing: 'risk',
	detrimentJudgement: 'risk',
	urgency: 'risk'
};

/** The parts of a record that say something, in its order; those that are never shown are left out. */
export function showCandidates(
	record: Pick<DecisionRecord, 'values'>,
	sections: readonly SummarySection[]
): readonly ShowCandidate[] {
	const names = guardedNames(record);
	return sections.flatMap((section) =>
		section.rows
			.filter(({ field, lines }) => !NEVER.has(field) && lines.length > 0)
			.map(({ field, label, lines }): ShowCandidate => {
				const words = lines.join('\n');
				const about = section.id === 'case' ? '' : section.title;
				const named = namedIn(words, names);
				const reason = named ?? (FREE.has(field) ? undefined : (REASONS[field] ?? 'other'));
				const guard = reason === undefined ? 'free' : 'careful';
				return { key: `${section.id}/${field}`, label, about, words, guard, ...(reason ? { reason } : {}) };
			})
	);
}

/** `unconfirmed`: parts that want the second tick. `nothing`: no words are left to show. */
export type ShowOutcome =
	| { readonly ok: true; readonly screen: ShowScreen }
	| { readonly ok: false; readonly reason: 'nothing' }
	| { readonly ok: false; readonly reason: 'unconfirmed'; readonly keys: readonly string[] };

/** Copies what was ticked, and nothing else, into a screen of its own. */
export function showScreen(
	candidates: readonly ShowCandidate[],
	picks: readonly ShowPick[],
	audience: ShowAudience
): ShowOutcome {
	const picked = candidates.flatMap((candidate) => {
		const pick = picks.find(({ key }) => key === candidate.key);
		return pick === undefined ? [] : [{ candidate, pick }];
	});
	const unsure = picked.filter(({ candidate, pick }) => candidate.guard === 'careful' && !pick.isConfirmed);
	if (unsure.length > 0)
		return { ok: false, reason: 'unconfirmed', keys: unsure.map(({ candidate }) => candidate.key) };
	const parts = picked
		.map(({ candidate, pick }) => ({ title: titleOf(candidate), pages: pagesOf(cleanText(pick.words)) }))
		.filter(({ pages }) => pages.length > 0);
	if (parts.length === 0) return { ok: false, reason: 'nothing' };
	return { ok: true, screen: { audience, language: 'en-GB', parts } };
}

/** Labels of ours, without the receiver's name: they go on the timeline too. */
function titleOf({ label }: ShowCandidate): string {
	return label;
}

interface GuardedName {
	readonly word: string;
	readonly reason: ShowReason;
}

/** Shorter ones stand in every sentence. */
const LEAST_LETTERS = 4;
const COMMON: ReadonlySet<string> = new Set(
	'must know with that this from them they where what when have been said told about nobody anyone their there would'.split(
		' '
	)
);

/** Words that point to somebody who could be harmed if they were known: they make any part that holds them a careful one. */
function guardedNames({ values }: Pick<DecisionRecord, 'values'>): readonly GuardedName[] {
	return Object.entries(values).flatMap(([path, value]): GuardedName[] => {
		const reason = guardOf(path);
		return reason === undefined ? [] : wordsIn(value).map((word) => ({ word, reason }));
	});
}

function guardOf(path: string): ShowReason | undefined {
	const [, field, ...rest] = path.split('/');
	const part = rest.at(-1);
	if (field === 'identityProtection') return 'protected';
	if (field === 'statements' && part === 'source') return 'source';
	if (field === 'requester' && part === 'name') return 'source';
	return field === 'advice' && part === 'adviser' ? 'advice' : undefined;
}

function wordsIn(value: Json): readonly string[] {
	if (Array.isArray(value)) return value.flatMap((one: Json) => wordsIn(one));
	if (typeof value !== 'string') return [];
	const words = value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.filter((word) => word.length >= LEAST_LETTERS && !COMMON.has(word));
}

function namedIn(text: string, names: readonly GuardedName[]): ShowReason | undefined {
	const words = new Set(wordsIn(text));
	const found = names.filter(({ word }) => words.has(word)).map(({ reason }) => reason);
	return found.includes('protected') ? 'protected' : found[0];
}
