import type { Journey } from '../flow/types.ts';
import type { Pack } from '../pack/types.ts';
import type { FormPart } from './form.ts';

/** Why a part cannot be written yet. Nothing else ever blocks one. */
export type BlockReason = 'questions-open' | 'after-final';

/** A part that may come later, with the reason. */
export interface BlockedPart {
	readonly id: string;
	readonly title: string;
	readonly reason: BlockReason;
}

/**
 * Parts that are not there yet and may come: what an outcome asks for is known only with the outcome, and handing over
 * comes after the record is final.
 */
export function blockedParts(
	pack: Pack,
	{ result, parts }: { readonly result: Journey; readonly parts: readonly FormPart[] }
): readonly BlockedPart[] {
	const there = new Set(parts.map(({ id }) => id));
	return pack.record.parts
		.filter(({ id }) => !there.has(id))
		.flatMap(({ id, title, fields }): readonly BlockedPart[] => {
			const own = pack.record.fields.filter((field) => fields.includes(field.id));
			if (own.every(({ stage }) => stage === 'handover')) return [{ id, title, reason: 'after-final' }];
			return result.isFinished ? [] : [{ id, title, reason: 'questions-open' }];
		});
}
