/** What a bundle's stamp says in the open, held against what is signed. */
import type { RecordBundle } from '../record/export/bundle-types.ts';
import type { BundleCheck } from '../record/export/check-words.ts';
import type { DecisionRecord } from '../record/types.ts';
import { fails, holds, timeOf } from './bundle-check.ts';
import type { Entry } from './entry.ts';

type Pair = readonly [place: string, said: unknown, signed: unknown];

function stampCheck(pairs: readonly Pair[]): BundleCheck {
	const odd = pairs.find(([, said, signed]) => said !== signed);
	return odd === undefined ? holds('stamp') : fails('stamp', 'stamp-differs', `/stamp/${odd[0]}`);
}

function packPairs({ stamp }: RecordBundle, { pack }: DecisionRecord): readonly Pair[] {
	return [
		['pack/version', stamp.pack.version, pack.version],
		['pack/hash', stamp.pack.hash, pack.hash]
	];
}

/** Against the signed header and the signed content. */
export function finalStamp(bundle: RecordBundle, { id, header }: Entry): BundleCheck {
	const { stamp, proof } = bundle;
	const record = proof?.final.content as unknown as DecisionRecord; // as in `checkBundle`
	return stampCheck([
		['record', stamp.record, header.record],
		['entry', stamp.entry, id],
		['version', stamp.version, header.version],
		['lockedAt', stamp.lockedAt, timeOf(header.clientAt)],
		...packPairs(bundle, record)
	]);
}

/** Nothing is signed: the stamp must not say that anything is. */
export function draftStamp(bundle: RecordBundle, record: DecisionRecord): BundleCheck {
	const { stamp } = bundle;
	return stampCheck([
		['entry', stamp.entry, null],
		['lockedAt', stamp.lockedAt, null],
		['version', stamp.version, record.version],
		...packPairs(bundle, record)
	]);
}
