import type { Pack } from './types.ts';

/** A copy of the rules older than this says so. Rules in this field change a few times a year. */
export const OLD_AFTER_DAYS = 90;

const DAY_MS = 86_400_000;

/** How old a copy of the rules is. */
export interface PackAge {
	/** Whole days since it was published; 0 where the device's clock is behind. */
	readonly days: number;
	readonly isOld: boolean;
}

/**
 * The age of a pack. Only ever for saying so: no rule depends on it.
 * @param today YYYY-MM-DD, by the device's own clock
 */
export function packAge({ publishedAt }: Pick<Pack, 'publishedAt'>, today: string): PackAge {
	const since = Date.parse(`${today}T00:00:00Z`) - Date.parse(`${publishedAt.slice(0, 10)}T00:00:00Z`);
	const days = Math.max(0, Math.round(since / DAY_MS));
	return { days, isOld: days > OLD_AFTER_DAYS };
}
