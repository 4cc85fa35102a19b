import { nowIso } from './clock-time.ts';

/** The time of now for a page that says how long is left: moves on by itself, and stops with the page. */
const EVERY_MS = 20_000;

/** ISO 8601, as the device claims it. Make it while a component is made: it ends with it. */
export class Minute {
	#now = $state(nowIso());

	constructor() {
		$effect(() => {
			const timer = setInterval(() => this.look(), EVERY_MS);
			return () => clearInterval(timer);
		});
	}

	get now(): string {
		return this.#now;
	}

	/** Looks at the clock at once. @returns the time it shows */
	look(): string {
		this.#now = nowIso();
		return this.#now;
	}
}
