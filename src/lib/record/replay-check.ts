/**
 * Whether a final still leads where it led when it was signed: its answers are replayed on its own pack, and path,
 * outcomes, kinds, flags and suggested bases are held against what was signed. Pure.
 */
import { suggestedBases } from '../flow/rules-card.ts';
import type { LocalSettings, Pack } from '../pack/types.ts';
import { inputOf, journeyOf, settingsThen } from './make.ts';
import { isSuggested } from './rules-values.ts';
import type { DecisionRecord, Json, SealedPath } from './types.ts';

/** What of a record a replay found otherwise than it was signed. */
export type ReplayDifference = 'path' | 'outcomes' | 'kinds' | 'flags' | 'bases';

export type ReplayCheck =
	| { readonly kind: 'same' }
	/** A final made before paths were kept: nothing to hold the replay against. */
	| { readonly kind: 'not-kept' }
	/** The pack at hand is not the one that the record was signed with. */
	| { readonly kind: 'other-pack' }
	| { readonly kind: 'different'; readonly what: readonly ReplayDifference[] };

/** What the record's answers lead to on its own pack. @param settings of this device; dated rules are the record's own */
export function sealedPath(pack: Pack, record: DecisionRecord, settings: LocalSettings): SealedPath {
	const result = journeyOf(pack, record, settings);
	const context = { decidedAt: record.decidedAt, settings: settingsThen(record, settings) };
	const flags = Object.entries(result.receiverFlags).flatMap(([receiver, own]) =>
		own.map((flag) => `${receiver}|${flag}`)
	);
	return {
		path: result.steps.map(({ key }) => key),
		outcomes: result.outcomes.map(({ id, receiver = '', person = '' }) => [id, receiver, person] as const),
		kinds: result.recordKinds,
		flags: [...new Set([...result.caseFlags.map((flag) => `|${flag}`), ...flags])].sort(),
		bases: suggestedBases(pack, inputOf(record), context)
	};
}

/** The record as it is signed: with what its answers lead to. */
export function withSealedPath(pack: Pack, record: DecisionRecord, settings: LocalSettings): DecisionRecord {
	return { ...record, sealed: sealedPath(pack, record, settings) };
}

const PARTS: readonly ReplayDifference[] = ['path', 'outcomes', 'kinds', 'flags', 'bases'];

/** Suggestions also stand among the values; there they must be those that were signed. */
function suggestedIn({ values }: DecisionRecord): Readonly<Record<string, Json>> {
	return Object.fromEntries(
		Object.entries(values)
			.filter(([path]) => isSuggested(path))
			.map(([path, basis]) => [path.slice('r:'.length).split('/')[0] ?? '', basis])
	);
}

/** The same whatever the order of an object's members. */
function text(value: unknown): string {
	return JSON.stringify(value, (_name, inner: unknown) => {
		if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
		return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
	});
}

/** Replays a signed record and says what is otherwise. */
export function checkReplay(pack: Pack, record: DecisionRecord, settings: LocalSettings): ReplayCheck {
	if (pack.hash !== record.pack.hash || pack.version !== record.pack.version) return { kind: 'other-pack' };
	const { sealed } = record;
	if (sealed === undefined) return { kind: 'not-kept' };
	const now = sealedPath(pack, record, settings);
	const differs = (part: ReplayDifference) => text(now[part]) !== text(sealed[part]);
	const isOtherBasis = text(suggestedIn(record)) !== text(sealed.bases);
	const what = PARTS.filter((part) => differs(part) || (part === 'bases' && isOtherBasis));
	return what.length === 0 ? { kind: 'same' } : { kind: 'different', what };
}
