import { accept, refuse, type Outcome } from '../trust/outcome.ts';

/** `full`: no room on this device. `storage`: the database refused for another reason, or went away. */
export type WriteProblem = 'full' | 'storage';

/**
 * What a failed write means for the person. Dexie and browsers wrap the quota error differently, so causes are looked through.
 * @param error as caught around a transaction
 */
export function writeProblem(error: unknown): WriteProblem {
	let at = error;
	for (let depth = 0; depth < 4 && at !== null && typeof at === 'object'; depth += 1) {
		if ('name' in at && at.name === 'QuotaExceededError') return 'full';
		at = 'inner' in at ? at.inner : undefined;
	}
	return 'storage';
}

/** Does a write, and says what a refusal of the disk means. */
export async function whileWriting(work: () => Promise<void>): Promise<Outcome<null, WriteProblem>> {
	try {
		await work();
		return accept(null);
	} catch (error) {
		return refuse(writeProblem(error));
	}
}
