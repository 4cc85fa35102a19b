/** Every format of our own that can be given bad inputs. A new one: its target, and one line here. */
import { bundleTarget } from './bundle-target.ts';
import { databaseTarget } from './database-target.ts';
import { drawerTargets } from './drawer-targets.ts';
import { fileTargets } from './file-targets.ts';
import { judge, type Count, type Target } from './judge.ts';
import { slotTargets } from './slot-targets.ts';
import { trustTargets } from './trust-targets.ts';
import { wayTargets } from './way-targets.ts';
import { seeded } from '../random.ts';

/** Makes all targets anew: keys, records and an organisation of their own. */
export async function allTargets(): Promise<readonly Target[]> {
	return [
		...(await drawerTargets()),
		...(await slotTargets()),
		await databaseTarget(),
		...(await trustTargets()),
		...(await fileTargets()),
		...(await wayTargets()),
		await bundleTarget()
	];
}

/** A hundredth part of a share at least, so that a short run looks at every format. */
const LEAST = 12;

/**
 * Tries bad inputs on every format.
 * @param tries about how many in all, shared out as the targets ask
 * @param told after each format */
export async function runAll(
	tries: number,
	seed: number,
	told: (count: Count) => void = () => undefined
): Promise<readonly Count[]> {
	const random = seeded(seed);
	const targets = await allTargets();
	const shares = targets.reduce((sum, { share }) => sum + share, 0);
	const counts: Count[] = [];
	for (const target of targets) {
		const count = await judge(target, random, Math.max(LEAST, Math.round((tries * target.share) / shares)));
		counts.push(count);
		told(count);
	}
	return counts;
}
