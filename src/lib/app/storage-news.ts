/** What a person must hear about what this device keeps: losses, a reserve that is gone, a database that does not open. */
import { ballastState, type BallastState } from '../vault/ballast.ts';
import { lookForLosses, markLossesRead, type NotedLoss } from '../vault/canary-watch.ts';
import { writeProblem, type WriteProblem } from '../vault/write-problem.ts';
import { hasWitness, leaveWitness, removeWitness } from './witness.ts';

export interface StorageNews {
	readonly losses: readonly NotedLoss[];
	readonly ballast: BallastState;
	/** Why this device's database does not open. */
	readonly trouble?: WriteProblem;
}

/** Looks now. Never rejects. */
export async function readStorageNews(): Promise<StorageNews> {
	try {
		const { losses, hasDrawer } = await lookForLosses(hasWitness(), Date.now());
		if (hasDrawer) leaveWitness();
		// What a person removed leaves no witness behind, and neither does a loss that was read.
		else if (losses.length === 0 && hasWitness()) removeWitness();
		return { losses, ballast: await ballastState() };
	} catch (error) {
		return { losses: [], ballast: 'never', trouble: writeProblem(error) };
	}
}

/** A person has read what was lost. */
export async function lossesRead(): Promise<void> {
	await markLossesRead(Date.now());
}
