import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { PersonPlace } from '../vault/place.ts';
import type { Cover } from './cover.svelte.ts';
import type { LockEnd, LockReason } from './drawer-types.ts';
import type { LockMinutes } from './lock-limits.ts';
import { isDrawerPage, noteReturn, type LockWhy } from './lock-return.ts';
import type { PlaceKeeper } from './person-place.ts';

interface Supply {
	readonly cover: Cover;
	readonly lockMinutes: () => LockMinutes;
}

/** Leaves the pages of the drawer at a lock, for one that shows nothing. */
export class DrawerExit {
	readonly #supply: Supply;
	#wasCovered = false;
	#places: PlaceKeeper | undefined;

	constructor(supply: Supply) {
		this.#supply = supply;
	}

	/** A drawer is open: follows where its person is. @returns stops following */
	follow(): () => void {
		let stop: (() => void) | undefined;
		let isOver = false;
		void import('./person-place.ts').then(({ PlaceKeeper }) => {
			if (isOver) return;
			this.#places = new PlaceKeeper();
			stop = this.#places.watch();
		});
		return () => {
			isOver = true;
			stop?.();
			this.#places = undefined;
		};
	}

	/** The lock begins: covers what is in front, at once. @returns where the person was */
	begin(): PersonPlace | undefined {
		const { cover } = this.#supply;
		this.#wasCovered = cover.reason !== undefined;
		const place = this.#places?.here();
		cover.lock();
		return place;
	}

	/**
	 * Leaves after the keys are gone. A new document, so that the browser lets go of the old one's memory; only sealed words
	 * that wait for room on the disk keep this one. Pages of the open shelf stay. After a switch nothing is noted: a record of
	 * the one person is nothing for the next.
	 */
	async end({ isEverythingKept, reason, profile, place }: LockEnd): Promise<void> {
		const path = location.pathname;
		// It is on its way somewhere else already, which notes its own way back. `restored` sees to it if it returns.
		if (reason === 'left') return;
		if (!isDrawerPage(path)) return this.#supply.cover.locked(this.#wasCovered);
		if (reason !== 'switch') await noteReturn({ path, profile, place, why: this.#why(reason) });
		if (isEverythingKept) return location.replace('/unlock');
		await goto(resolve('/unlock'), { replaceState: true });
		this.#supply.cover.locked(false);
	}

	/** The browser brought a page of the drawer back from its memory: whatever it still holds goes. */
	restored(): void {
		if (isDrawerPage(location.pathname)) location.replace('/unlock');
		else if (this.#supply.cover.reason === 'locking') this.#supply.cover.locked(this.#wasCovered);
	}

	#why(reason: LockReason): LockWhy {
		const { idle, hidden } = this.#supply.lockMinutes();
		if (reason === 'idle') return { reason, minutes: idle };
		return reason === 'hidden' ? { reason, minutes: hidden } : { reason };
	}
}
