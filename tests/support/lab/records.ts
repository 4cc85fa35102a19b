import type { DecisionRecord } from '../../../src/lib/record/types.ts';
import type { RecordFacts } from '../../../src/lib/vault/drafts.ts';

/** Words of no case, so that a record compresses about as a real one does. */
const WORDS =
	'school aunt visit morning quiet worried nobody asked before told worker number meeting letter kitchen stairs phone evening again brother nurse answer record reason shared police waited family'.split(
		' '
	);
const TEXTS = 11;
const WORDS_OF_A_TEXT = 38;

/** A number from 0 up to 1 for each seed, always the same. */
function chance(seed: number): number {
	const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
	return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32;
}

function textFrom(seed: number): string {
	return Array.from(
		{ length: WORDS_OF_A_TEXT },
		(_, at) => WORDS[Math.floor(chance(seed * 977 + at * 131 + 7) * WORDS.length)]
	).join(' ');
}

/** Path of the text that proofs compare. */
export const PROOF = 'case/concern';

/**
 * A decision record of about 3.1 KB of JSON, made up.
 * @param seed another one gives other words
 * @param proof text by which it is known again
 */
export function recordOf(seed: number, proof: string): DecisionRecord {
	const texts = Array.from({ length: TEXTS }, (_, at) => [`case/field-${at}`, textFrom(seed * 31 + at)]);
	return {
		schema: 1,
		pack: { version: '2026-11', hash: 'x'.repeat(43) },
		flow: 'share',
		answers: [],
		receivers: [],
		persons: [],
		createdAt: '2026-11-22T10:00:00Z',
		decidedAt: '2026-11-22T10:00:00Z',
		recordedAt: '2026-11-22T10:00:00Z',
		timeZone: 'Europe/London',
		values: { ...(Object.fromEntries(texts) as Record<string, string>), [PROOF]: proof },
		by: {},
		version: 1
	};
}

/** What the list shows of it: every third promises a review, every fifth a follow-up. */
export function factsOf(seed: number): RecordFacts {
	const due = {
		...(seed % 3 === 0 && { review: '2026-12-03' }),
		...(seed % 5 === 0 && { followUp: '2026-11-22T10:00:00.000Z' })
	};
	return {
		title: `Share with the school, case ${seed}`,
		kind: 'shared',
		life: 'draft',
		missing: 4,
		...(Object.keys(due).length > 0 && { due }),
		version: 1,
		reference: `Share with the school, case ${seed}`
	};
}
