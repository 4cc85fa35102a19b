/** The part of the vault about removing drawers from this device. */
import type { CopyState } from './copy-state.ts';
import { device } from './device-db.ts';
import type { Office } from './office.ts';
import type { CurrentDrawer } from './open-drawer.ts';
import { finishWipes, wipeDrawer } from './wipe.ts';

/** What a removal would destroy. */
export interface RemovalLoss {
	/** Records whose newest text nobody else is confirmed to hold, and quick checks that were not taken over yet. */
	readonly records: number;
	/** Records in the drawer. */
	readonly all: number;
	/** Whether the office keeps a verified backup: then only what is in it counts as held. */
	readonly hasBackup: boolean;
	/** Something about who belongs to the organisation was not sent yet. */
	readonly hasStatements: boolean;
}

export interface Removing {
	/** What removing the open drawer would destroy; undefined while none is open. */
	removalLoss(): Promise<RemovalLoss | undefined>;
	/** Removes a drawer for good; a vault that has it open is closed by its page first. @returns whether it is done */
	removeDrawer(profile: string): Promise<boolean>;
	/** Finishes removals that were cut off. @returns whether none is left */
	finishRemovals(): Promise<boolean>;
}

const UNSENT = ['queued', 'sent', 'acked', 'parked'] as const;

/** Held elsewhere for certain: in the backup, or on the server of an office that keeps none. */
export function isHeld({ place }: CopyState, hasBackup: boolean): boolean {
	return place === 'safe' || (place === 'server' && !hasBackup);
}

async function lossOf(
	{ office: { db, keys } }: NonNullable<ReturnType<CurrentDrawer>>,
	copies: Readonly<Record<string, CopyState>>
): Promise<RemovalLoss> {
	const durable = (await db.sync.get('durable'))?.value;
	const hasBackup = typeof durable === 'number';
	const states = Object.values(copies);
	const captures = (await (await device()).getAll('captures')).filter(
		({ profile }) => profile === keys.profile
	);
	const unsent = await db.entries.where('state').anyOf(UNSENT).toArray();
	return {
		records: states.filter((state) => !isHeld(state, hasBackup)).length + captures.length,
		all: states.length + captures.length,
		hasBackup,
		hasStatements: unsent.some(({ record }) => record === null)
	};
}

/** The vault's part about removing drawers. */
export function makeRemovingPart(current: CurrentDrawer, office: Pick<Office, 'copyStates'>): Removing {
	const isDone = (work: Promise<void>) =>
		work.then(
			() => true,
			// Cut off: the mark stays, and the next start goes on.
			() => false
		);
	return {
		async removalLoss() {
			const open = current();
			return open && lossOf(open, await office.copyStates());
		},
		removeDrawer: (profile) => isDone(wipeDrawer(profile)),
		finishRemovals: () => isDone(finishWipes())
	};
}
