/** This device's clock beside the office's, noted when the office is reached: rules go by the day, and times stand in records. */
import { readReadiness, writeReadiness } from '../vault/device-db.ts';

const KEY = 'clock';
const AGAIN_AFTER_MS = 60 * 60_000;
/** The office tells whole seconds, and an answer takes a while. */
const SAME_MS = 30_000;

/** What was found at the last contact. */
export interface ClockNote {
	/** How far the office's clock is ahead of this device's, in ms. */
	readonly aheadMs: number;
	/** Ms since 1970, by this device's clock. */
	readonly at: number;
}

/**
 * How far a server is ahead.
 * @param date of its answer, as HTTP writes it
 * @param sentAt and `gotAt`: this device's clock, ms; the answer was made somewhere between
 * @returns undefined when the answer told no time
 */
export function aheadBy(date: string | null, sentAt: number, gotAt: number): number | undefined {
	const told = Date.parse(date ?? '');
	return Number.isNaN(told) ? undefined : Math.round(told - (sentAt + gotAt) / 2);
}

/** The note of the last contact. */
export async function readClock(): Promise<ClockNote | undefined> {
	const stored = (await readReadiness(KEY)) as Partial<Record<string, unknown>> | undefined;
	const { aheadMs, at } = stored ?? {};
	return typeof aheadMs === 'number' && typeof at === 'number' ? { aheadMs, at } : undefined;
}

/** Notes the clocks, once an hour or when they moved apart. Never rejects: a delivery does not depend on it. */
export async function noteClock(date: string | null, sentAt: number, gotAt: number): Promise<void> {
	const aheadMs = aheadBy(date, sentAt, gotAt);
	if (aheadMs === undefined) return;
	try {
		const known = await readClock();
		const isKnown = known !== undefined && Math.abs(known.aheadMs - aheadMs) < SAME_MS;
		if (isKnown && gotAt - known.at < AGAIN_AFTER_MS && gotAt >= known.at) return;
		await writeReadiness(KEY, { aheadMs, at: gotAt } satisfies ClockNote);
	} catch {
		return; // The next contact tells it again.
	}
}
