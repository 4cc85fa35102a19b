import { accept, refuse, type Outcome } from '../trust/outcome.ts';

/**
 * `full`: no room on this device. `newer`: a newer Doorstep wrote this database, so it is left alone. `blocked`: another
 * tab holds an older one open. `storage`: the database refused for another reason, or went away.
 */
export type WriteProblem = 'full' | 'newer' | 'blocked' | 'storage';

const BY_NAME: Readonly<Record<string, WriteProblem>> = {
	QuotaExceededError: 'full',
	VersionError: 'newer'
};

const BY_CODE: Readonly<Record<string, WriteProblem>> = {
	'database-newer': 'newer',
	'database-blocked': 'blocked'
};

function known(at: object): WriteProblem | undefined {
	const { name, code } = at as { readonly name?: unknown; readonly code?: unknown };
	return BY_NAME[String(name)] ?? (name === 'AppError' ? BY_CODE[String(code)] : undefined);
}

/**
 * What a failed write means for the person. Dexie and browsers wrap the quota error differently, so causes are looked through.
 * @param error as caught around a transaction
 */
export function writeProblem(error: unknown): WriteProblem {
	let at = error;
	for (let depth = 0; depth < 4 && at !== null && typeof at === 'object'; depth += 1) {
		const problem = known(at);
		if (problem) return problem;
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
