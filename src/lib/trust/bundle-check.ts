/** How the checks of an exported bundle come out. */
import type { BundleCheck } from '../record/export/check-words.ts';

/** A check that was made and holds. */
export const holds = (id: BundleCheck['id']): BundleCheck => ({ id, state: 'holds' });

/** A check that does not hold. @param at where in the file, never a value */
export const fails = (id: BundleCheck['id'], reason: string, at?: string): BundleCheck => ({
	id,
	state: 'fails',
	reason,
	...(at === undefined ? {} : { at })
});

/** ISO 8601; undefined beyond the years that a date can hold. */
export function timeOf(ms: number): string | undefined {
	const time = new Date(ms);
	return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
