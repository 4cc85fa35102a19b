/** Why a save did not happen, as `vault/drafts.ts` says it; `locked`: the vault went away meanwhile. */
export type UnsavedReason =
	| 'full'
	| 'newer'
	| 'blocked'
	| 'storage'
	| 'too-large'
	| 'changed-elsewhere'
	| 'final'
	| 'not-open'
	| 'locked';

/** What is true of the text right now. `saved` is said after the transaction, never before. */
export type SaveStatus =
	| { readonly kind: 'saved'; /** ISO 8601. */ readonly at: string }
	| { readonly kind: 'saving' }
	| { readonly kind: 'not-saved'; readonly reason: UnsavedReason };

/** What one attempt came to. */
export type SaveAttempt =
	{ readonly ok: true; readonly at: string } | { readonly ok: false; readonly reason: UnsavedReason };

/** When to save; design.md section 4. */
export const SAVE_AFTER_PAUSE_MS = 400;
export const SAVE_WHILE_TYPING_MS = 2000;
const RETRY_FROM_MS = 2000;
const RETRY_UP_TO_MS = 30_000;

interface Wiring<T> {
	/** One attempt with the newest value. A rejection counts as refused: nothing is ever said to be saved by mistake. */
	readonly save: (value: T) => Promise<SaveAttempt>;
	readonly onstatus: (status: SaveStatus) => void;
}

/**
 * Saves a value by the schedule: 400 ms after the last change, every 2 s while changes go on, at once on `flush`.
 * A failed save keeps the value and is tried again until it works.
 */
export class Autosave<T> {
	readonly #wiring: Wiring<T>;
	#unsaved: { readonly value: T } | undefined;
	#running: Promise<void> | undefined;
	#pause: ReturnType<typeof setTimeout> | undefined;
	#limit: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#isStopped = false;

	constructor(wiring: Wiring<T>) {
		this.#wiring = wiring;
	}

	/** The newest value that is not on the disk yet. */
	get unsaved(): T | undefined {
		return this.#unsaved?.value;
	}

	/** Takes a new value; it is on the disk 2.0 s from now at the latest, if the disk lets it. */
	change(value: T): void {
		if (this.#isStopped) return;
		this.#unsaved = { value };
		if (this.#failures === 0) this.#wiring.onstatus({ kind: 'saving' });
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.flush(), SAVE_AFTER_PAUSE_MS);
		this.#limit ??= setTimeout(() => void this.flush(), SAVE_WHILE_TYPING_MS);
	}

	/**
	 * Saves now what is unsaved.
	 * @returns whether everything is on the disk afterwards
	 */
	async flush(): Promise<boolean> {
		this.#clearTimers();
		while (this.#unsaved && !this.#isStopped) {
			const failuresBefore = this.#failures;
			this.#running ??= this.#attempt().finally(() => (this.#running = undefined));
			await this.#running;
			if (this.#failures > failuresBefore) break;
		}
		return this.#unsaved === undefined;
	}

	/** Forgets the value and stops for good. */
	stop(): void {
		this.#isStopped = true;
		this.#unsaved = undefined;
		this.#clearTimers();
	}

	async #attempt(): Promise<void> {
		const attempted = this.#unsaved;
		if (!attempted) return;
		const result = await this.#save(attempted.value);
		if (this.#isStopped) return;
		if (!result.ok) {
			this.#failures += 1;
			this.#wiring.onstatus({ kind: 'not-saved', reason: result.reason });
			this.#retryLater();
			return;
		}
		this.#failures = 0;
		// Typed on while the disk was busy: not saved yet, so not said.
		if (this.#unsaved === attempted) {
			this.#unsaved = undefined;
			this.#wiring.onstatus({ kind: 'saved', at: result.at });
		}
	}

	async #save(value: T): Promise<SaveAttempt> {
		try {
			return await this.#wiring.save(value);
		} catch {
			return { ok: false, reason: 'storage' };
		}
	}

	#retryLater(): void {
		const wait = Math.min(RETRY_FROM_MS * 2 ** (this.#failures - 1), RETRY_UP_TO_MS);
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.flush(), wait);
	}

	#clearTimers(): void {
		clearTimeout(this.#pause);
		clearTimeout(this.#limit);
		this.#pause = undefined;
		this.#limit = undefined;
	}
}
