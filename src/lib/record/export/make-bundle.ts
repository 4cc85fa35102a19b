/** The JSON file of a record. Pure: proof, clock and journey come in. */
import type { Pack } from '../../pack/types.ts';
import type { DecisionRecord, RecordHeader } from '../types.ts';
import { outcomesOf, pathOf, readableOf, replayed } from './bundle-replay.ts';
import {
	BUNDLE_FORMAT,
	BUNDLE_SCHEMA,
	BUNDLE_VERSION,
	type BundleProof,
	type BundleStamp,
	type RecordBundle
} from './bundle-types.ts';
import type { LaterLine } from './types.ts';

const NOTES: Readonly<Record<RecordHeader['life'], string>> = {
	draft: 'DRAFT, not signed. This is a copy, not the live record.',
	final: 'This is a copy, not the live record.',
	'handed-over': 'This is a copy, not the live record.'
};

export interface BundleInput {
	readonly id: string;
	/** Of a final: the content as it was signed. */
	readonly record: DecisionRecord;
	readonly life: RecordHeader['life'];
	readonly after: readonly LaterLine[];
	/** Absent for a draft. */
	readonly signed?: {
		readonly proof: BundleProof;
		readonly version: number;
		/** ISO 8601, by the device's clock. */
		readonly lockedAt: string;
	};
	/** ISO 8601, where it is known. */
	readonly receivedAt?: string;
	/** ISO 8601. */
	readonly madeAt: string;
}

function stampOf({ id, record, life, signed, receivedAt, madeAt }: BundleInput): BundleStamp {
	const { version, hash } = record.pack;
	const common = { record: id, pack: { version, hash }, madeAt, note: NOTES[life] };
	if (signed === undefined)
		return { ...common, version: record.version, entry: null, lockedAt: null, receivedAt: null };
	const { proof, lockedAt } = signed;
	return {
		...common,
		version: signed.version,
		entry: proof.final.id,
		lockedAt,
		receivedAt: receivedAt ?? null
	};
}

/** What a record's JSON file holds. */
export function makeBundle(pack: Pack, input: BundleInput): RecordBundle {
	const { record, signed } = input;
	const result = replayed(pack, record);
	const isDraft = signed === undefined;
	return {
		$schema: BUNDLE_SCHEMA,
		format: BUNDLE_FORMAT,
		v: BUNDLE_VERSION,
		state: isDraft ? 'draft' : 'final',
		stamp: stampOf(input),
		outcomes: outcomesOf(result),
		path: pathOf(result),
		readable: readableOf(pack, input),
		draft: isDraft ? record : null,
		proof: isDraft ? null : signed.proof
	};
}

/** The file's text: for people to look into, hence its layout. */
export function bundleText(bundle: RecordBundle): string {
	return `${JSON.stringify(bundle, null, '\t')}\n`;
}
