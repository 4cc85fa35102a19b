/** How long the drawer may stay open without its person. Pure; minutes are whole. */

/** Chosen by the person, in minutes. */
export interface LockMinutes {
	/** In front, without a touch. */
	readonly idle: number;
	/** Out of sight. */
	readonly hidden: number;
}

/** The same for the timer, in milliseconds. */
export interface LockTimes {
	readonly idleMs: number;
	readonly hiddenMs: number;
}

/** What holds while nobody chose. */
export const USUAL_MINUTES: LockMinutes = { idle: 5, hidden: 2 };
export const LEAST_MINUTES = 1;
export const MOST_MINUTES = 20;

const PRESETS = [1, 2, 5, 10, 15, 20] as const;
const MINUTE_MS = 60_000;

/** A stored or signed number of minutes; undefined for anything that is none. */
export function asMinutes(value: unknown): number | undefined {
	const isWhole = typeof value === 'number' && Number.isInteger(value);
	return isWhole && value >= LEAST_MINUTES && value <= MOST_MINUTES ? value : undefined;
}

/** What may be chosen under an office's maximum, and what is chosen now. */
export function minuteChoices(chosen: number, atMost = MOST_MINUTES): readonly number[] {
	const all = new Set([...PRESETS, atMost, Math.min(chosen, atMost)]);
	return [...all].filter((minutes) => minutes <= atMost).sort((one, other) => one - other);
}

/** An office's maximum holds whatever was chosen before there was one. */
export function withinLimit(minutes: LockMinutes, atMost = MOST_MINUTES): LockMinutes {
	return { idle: Math.min(minutes.idle, atMost), hidden: Math.min(minutes.hidden, atMost) };
}

/** For the timer. */
export function asTimes({ idle, hidden }: LockMinutes): LockTimes {
	return { idleMs: idle * MINUTE_MS, hiddenMs: hidden * MINUTE_MS };
}

/** For example `1 minute`. */
export function minuteWords(minutes: number): string {
	return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
