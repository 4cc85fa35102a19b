/** Promised dates by week, for a page that is read from the top. */
import { londonDate } from '../flow/dated-rules.ts';
import { fitsCalendar } from './calendar.ts';
import { dueMs, isOverdue, isWholeDay, type Today } from './due.ts';

const DAY_MS = 24 * 60 * 60_000;

/** `overdue` first, then week after week, then dates that no calendar holds. */
export interface DueWeek<Dated> {
	readonly key: 'overdue' | 'unlikely' | { readonly monday: string };
	/** The earliest first. */
	readonly dates: readonly Dated[];
}

/** The Monday of a day's week. @param day `YYYY-MM-DD` */
export function mondayOf(day: string): string {
	const ms = dueMs(day);
	const sinceMonday = (new Date(ms).getUTCDay() + 6) % 7;
	return new Date(ms - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

const placeOf = (at: string, today: Today): string => {
	if (!fitsCalendar(at)) return 'unlikely';
	if (isOverdue(at, today)) return 'overdue';
	return mondayOf(isWholeDay(at) ? at : londonDate(at));
};

/** Groups dates; a group without a date is not there. */
export function byWeek<Dated extends { readonly at: string }>(
	dates: readonly Dated[],
	today: Today
): readonly DueWeek<Dated>[] {
	const groups = Map.groupBy(
		dates.toSorted((one, other) => dueMs(one.at) - dueMs(other.at)),
		({ at }) => placeOf(at, today)
	);
	// Both words sort after every date.
	const weeks = [...groups.keys()].filter((key) => key !== 'overdue' && key !== 'unlikely').sort();
	return ['overdue', ...weeks, 'unlikely'].flatMap((key): readonly DueWeek<Dated>[] => {
		const found = groups.get(key);
		if (found === undefined) return [];
		return [{ key: key === 'overdue' || key === 'unlikely' ? key : { monday: key }, dates: found }];
	});
}

/** The first dates of all groups together; a group that begins after them is left out. */
export function firstOf<Dated>(weeks: readonly DueWeek<Dated>[], most: number): readonly DueWeek<Dated>[] {
	let left = most;
	const cut = weeks.map((week) => {
		const dates = week.dates.slice(0, left);
		left -= dates.length;
		return { ...week, dates };
	});
	return cut.filter(({ dates }) => dates.length > 0);
}
