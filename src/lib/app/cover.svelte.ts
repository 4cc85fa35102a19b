/** A plain page over everything, at once and in place. It hides; it locks only when nobody comes back to it. */
import { createContext } from 'svelte';
import type { Coverage } from './cover-places.ts';
import { ShiftThrice } from './shift-thrice.ts';

/** `asked`: a person covered it. `hidden`: it went out of sight. `locking`: words are kept before the page is left. */
export type CoverReason = 'asked' | 'hidden' | 'locking';

/** A page that stays covered in front for so long locks. */
export const COVERED_AT_MOST_MS = 60_000;

interface Wiring {
	/** What of the page in front can be covered. */
	readonly coverage: () => Coverage;
	readonly isShiftOn: () => boolean;
	/** Whether a page that covered itself out of sight waits for a tap when it is seen again. */
	readonly isStaying: () => boolean;
	readonly oncover: () => void;
	/** Nobody came back in time. */
	readonly onlate: () => void;
}

/** The cover of this page tree; `Cover.svelte` paints it. */
export class Cover {
	#reason = $state<CoverReason>();
	readonly #wiring: Wiring;
	readonly #shift = new ShiftThrice();
	#since: number | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(wiring: Wiring) {
		this.#wiring = wiring;
	}

	/** Why it is on; undefined while it is not. */
	get reason(): CoverReason | undefined {
		return this.#reason;
	}

	/** Listens for three taps of Shift and for the page going out of sight. @returns stops listening */
	watch(): () => void {
		const ending = new AbortController();
		document.addEventListener('visibilitychange', () => this.#turned(), ending);
		// First of all listeners, so that no page can keep it.
		addEventListener('keydown', (event) => this.#pressed(event), { capture: true, signal: ending.signal });
		return () => {
			ending.abort();
			clearTimeout(this.#timer);
		};
	}

	/** A person wants it covered; nothing happens where there is nothing to cover. */
	ask(): void {
		if (this.#reason === undefined && this.#wiring.coverage() !== 'none') this.#cover('asked');
	}

	/** The drawer locks: over whatever is in front, until the page is left. */
	lock(): void {
		clearTimeout(this.#timer);
		this.#reason = 'locking';
	}

	/** The lock is done and the page stayed: it comes back, unless a person had covered it. */
	locked(wasCovered: boolean): void {
		this.#reason = wasCovered ? 'asked' : undefined;
	}

	/** The person is back. */
	showAgain(): void {
		if (this.#reason === 'locking') return;
		clearTimeout(this.#timer);
		this.#since = undefined;
		this.#reason = undefined;
	}

	#cover(reason: 'asked' | 'hidden'): void {
		this.#reason = reason;
		this.#wiring.oncover();
		this.#count();
	}

	/** Counts only what is in front: out of sight the lock has a time of its own. By the wall clock, so that sleep counts. */
	#count(): void {
		clearTimeout(this.#timer);
		if (document.visibilityState === 'hidden') return;
		this.#since ??= Date.now();
		const left = this.#since + COVERED_AT_MOST_MS - Date.now();
		if (left <= 0) this.#wiring.onlate();
		else this.#timer = setTimeout(() => this.#count(), left);
	}

	#turned(): void {
		const isHidden = document.visibilityState === 'hidden';
		if (isHidden && this.#reason === undefined && this.#wiring.coverage() === 'itself') this.#cover('hidden');
		else if (!isHidden && this.#reason === 'hidden' && !this.#wiring.isStaying()) this.showAgain();
		else if (this.#reason === 'asked' || this.#reason === 'hidden') this.#count();
	}

	#pressed(event: KeyboardEvent): void {
		if (this.#shift.press(event) && this.#wiring.isShiftOn()) this.ask();
	}
}

/** The cover of this page tree. */
export const [theCover, provideCover] = createContext<Cover>();
