import type { LockTimes } from './lock-limits.ts';

/** So long before locking for want of a touch a person is warned: WCAG 2.2.1 asks for 20 seconds. */
const WARN_MS = 20_000;

const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'input', 'wheel', 'touchstart', 'scroll'];
/** A page that slept runs no timers: it looks at the clock when it wakes. */
const SIGNS_OF_WAKING = ['visibilitychange', 'resume'];

interface Wiring {
	/** The document, or what stands in for it in a test. */
	readonly page: EventTarget & { readonly visibilityState: DocumentVisibilityState };
	/** The warning begins, or ends because the person is there. */
	readonly onwarn: (isWarning: boolean) => void;
	readonly onlock: (reason: 'idle' | 'hidden') => void;
	/** Asked at every look: a person may choose other times while it runs; call `stay` then. */
	readonly times: () => LockTimes;
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
	#isRunning = false;

	constructor(wiring: Wiring) {
		this.#wiring = wiring;
		this.#now = wiring.now ?? (() => Date.now());
	}

	start(): void {
		const { page } = this.#wiring;
		for (const sign of SIGNS_OF_LIFE)
			page.addEventListener(sign, this.#live, { passive: true, capture: true });
		for (const sign of SIGNS_OF_WAKING) page.addEventListener(sign, this.#look);
		this.#isRunning = true;
		this.stay();
	}

	stop(): void {
		const { page } = this.#wiring;
		this.#isRunning = false;
		clearTimeout(this.#timer);
		for (const sign of SIGNS_OF_LIFE) page.removeEventListener(sign, this.#live, { capture: true });
		for (const sign of SIGNS_OF_WAKING) page.removeEventListener(sign, this.#look);
		this.#warn(false);
	}

	/** The person says that they are there, or other times hold from now on. */
	stay(): void {
		if (!this.#isRunning) return;
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
		const times = this.#wiring.times();
		if (hiddenMs >= times.hiddenMs) this.#wiring.onlock('hidden');
		else if (idleMs >= times.idleMs) this.#wiring.onlock('idle');
		else
			this.#lookAgain({ isHidden, untilHidden: times.hiddenMs - hiddenMs, untilIdle: times.idleMs - idleMs });
	};

	#lookAgain(at: { isHidden: boolean; untilHidden: number; untilIdle: number }): void {
		if (!at.isHidden) this.#hiddenAt = undefined;
		const untilWarning = at.untilIdle - WARN_MS;
		this.#warn(untilWarning <= 0);
		const untilNext = untilWarning > 0 ? untilWarning : at.untilIdle;
		this.#timer = setTimeout(this.#look, Math.min(untilNext, at.isHidden ? at.untilHidden : Infinity));
	}

	#warn(isWarning: boolean): void {
		if (isWarning === this.#isWarning) return;
		this.#isWarning = isWarning;
		this.#wiring.onwarn(isWarning);
	}
}
