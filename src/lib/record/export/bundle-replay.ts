/** What a bundle says in the open, held against what its signed content says when it is replayed on its own pack. */
import type { Journey } from '../../flow/types.ts';
import type { Pack } from '../../pack/types.ts';
import { journeyOf } from '../make.ts';
import type { DecisionRecord } from '../types.ts';
import type { BundleOutcome, ReadablePart, RecordBundle } from './bundle-types.ts';
import { exportSections, LAYOUT } from './document.ts';
import type { LaterLine } from './types.ts';

/** A replay of the record. Hours and numbers of an office do not reach an outcome, so the pack's own stand in. */
export function replayed(pack: Pack, record: DecisionRecord): Journey {
	return journeyOf(pack, record, pack.localSettings);
}

/** What the answers came to, as a bundle says it. */
export function outcomesOf(result: Journey): readonly BundleOutcome[] {
	return result.outcomes
		.filter(({ logged }) => !logged)
		.map(({ id, receiver }) => ({
			outcome: id,
			receiver: receiver ?? null,
			recordKind: result.recordKinds[receiver ?? ''] ?? result.recordKinds[''] ?? 'adviceOnly'
		}));
}

/** Ids of the pages of the path, in order. */
export function pathOf(result: Journey): readonly string[] {
	return result.steps.map((step) => (step.kind === 'outcome' ? step.outcome.id : step.node));
}

/** The record in words, as a bundle carries it. */
export function readableOf(
	pack: Pack,
	said: { readonly id: string; readonly record: DecisionRecord; readonly after: readonly LaterLine[] }
): ReadablePart {
	const result = replayed(pack, said.record);
	return { layout: LAYOUT, sections: exportSections(pack, { ...said, result }) };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Where the path or the outcomes of a bundle differ from a replay; undefined when they do not. */
export function replayDifference(
	bundle: Pick<RecordBundle, 'outcomes' | 'path'>,
	result: Journey
): string | undefined {
	const path = pathOf(result);
	const step = path.findIndex((page, at) => bundle.path[at] !== page);
	if (step >= 0) return `/path/${step}`;
	if (path.length !== bundle.path.length) return `/path/${path.length}`;
	const outcomes = outcomesOf(result);
	const said = bundle.outcomes.map(({ outcome, receiver, recordKind }) => ({
		outcome,
		receiver,
		recordKind
	}));
	const outcome = outcomes.findIndex((one, at) => !same(one, said[at]));
	if (outcome >= 0) return `/outcomes/${outcome}`;
	return outcomes.length === said.length ? undefined : `/outcomes/${outcomes.length}`;
}

type Sections = ReadablePart['sections'];
type Flat = readonly (readonly [place: string, words: string])[];

/** Every heading, label and line with its place in words. */
function flat(sections: Sections): Flat {
	return sections.flatMap(({ id, title, groups }) => [
		[title, `${id} ${title}`] as const,
		...groups.flatMap(({ about, rows }) => [
			[title, about] as const,
			...rows.map(({ label, lines }) => [`${title}, ${label}`, lines.join('\n')] as const)
		])
	]);
}

/** The first place where the words of a bundle are not those that its content gives; undefined when all are. */
export function readableDifference(said: ReadablePart, own: ReadablePart): string | undefined {
	if (same(said.sections, own.sections)) return undefined;
	const [one, other] = [flat(said.sections), flat(own.sections)];
	const at = other.findIndex(([place, words], index) => {
		const found = one[index];
		return found === undefined || found[0] !== place || found[1] !== words;
	});
	const place = at >= 0 ? other[at]?.[0] : one[other.length]?.[0];
	return place ?? said.sections.at(-1)?.title ?? '';
}
