/** When the drawer locks by itself; the organisation will be able to set it between 1 and 20 minutes. */
export const LOCK_TIMES = { idleMs: 5 * 60_000, warnMs: 20_000, hiddenMs: 2 * 60_000 } as const;

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'input', 'wheel', 'touchstart', 'scroll'];
/** A page that slept runs no timers: it looks at the clock when it wakes. */
const SIGNS_OF_WAKING = ['visibilitychange', 'resume'];

interface Wiring {
	/** The document, or what stands in for it in a test. */
	readonly page: EventTarget & { readonly visibilityState: DocumentVisibilityState };
	/** The warning begins, or ends because the person is there. */
	readonly onwarn: (isWarning: boolean) => void;
	readonly onlock: (reason: 'idle' | 'hidden') => void;
	/** Milliseconds; wall clock, so that sleep counts. */
	readonly now?: () => number;
}

/** Watches for a person who is no longer there. */
export class LockTimer {
	readonly #wiring: Wiring;
	readonly #now: () => number;
	#aliveAt = 0;
	#hiddenAt: number | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isWarning = false;

	constructor(wiring: Wiring) {
		this.#wiring = wiring;
		this.#now = wiring.now ?? (() => Date.now());
	}

	start(): void {
		const { page } = this.#wiring;
		for (const sign of SIGNS_OF_LIFE)
			page.addEventListener(sign, this.#live, { passive: true, capture: true });
		for (const sign of SIGNS_OF_WAKING) page.addEventListener(sign, this.#look);
		this.#aliveAt = this.#now();
		this.#look();
	}

	stop(): void {
		const { page } = this.#wiring;
		clearTimeout(this.#timer);
		for (const sign of SIGNS_OF_LIFE) page.removeEventListener(sign, this.#live, { capture: true });
		for (const sign of SIGNS_OF_WAKING) page.removeEventListener(sign, this.#look);
		this.#warn(false);
	}

	/** The person says that they are there. */
	stay(): void {
		this.#aliveAt = this.#now();
		this.#look();
	}

	/** Once the warning is shown only `stay` counts: a touch that closed it early would fall on the page below. */
	readonly #live = (): void => {
		if (!this.#isWarning) this.#aliveAt = this.#now();
	};

	readonly #look = (): void => {
		clearTimeout(this.#timer);
		const now = this.#now();
		// A clock set back must not lengthen the wait.
		this.#aliveAt = Math.min(this.#aliveAt, now);
		const isHidden = this.#wiring.page.visibilityState === 'hidden';
		if (isHidden) this.#hiddenAt = Math.min(this.#hiddenAt ?? now, now);
		const hiddenMs = this.#hiddenAt === undefined ? 0 : now - this.#hiddenAt;
		const idleMs = now - this.#aliveAt;
		if (hiddenMs >= LOCK_TIMES.hiddenMs) this.#wiring.onlock('hidden');
		else if (idleMs >= LOCK_TIMES.idleMs) this.#wiring.onlock('idle');
		else this.#lookAgain({ isHidden, hiddenMs, idleMs });
	};

	#lookAgain(at: { isHidden: boolean; hiddenMs: number; idleMs: number }): void {
		if (!at.isHidden) this.#hiddenAt = undefined;
		const untilWarning = LOCK_TIMES.idleMs - LOCK_TIMES.warnMs - at.idleMs;
		this.#warn(untilWarning <= 0);
		const untilIdle = untilWarning > 0 ? untilWarning : LOCK_TIMES.idleMs - at.idleMs;
		const untilHidden = at.isHidden ? LOCK_TIMES.hiddenMs - at.hiddenMs : Infinity;
		this.#timer = setTimeout(this.#look, Math.min(untilIdle, untilHidden));
	}

	#warn(isWarning: boolean): void {
		if (isWarning === this.#isWarning) return;
		this.#isWarning = isWarning;
		this.#wiring.onwarn(isWarning);
	}
}
