/** Promised dates in words: "Review was due on 3 December", "Chase today at 14:00". In London time, as the record has them. */
import { londonDate } from '../flow/dated-rules.ts';
import { dueMs, isOverdue, isWholeDay, type Today } from '../record/due.ts';
import type { DueKind } from '../record/types.ts';

const DAY_MS = 24 * 60 * 60_000;

const DAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'UTC',
	day: 'numeric',
	month: 'long',
	year: 'numeric'
});
const TIME = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	hour: '2-digit',
	minute: '2-digit'
});

/** What now means for promised dates. */
export function todayAt(now: Date): Today {
	return { ms: now.getTime(), day: londonDate(now.toISOString()) };
}

/** A day beside today; with its year where it is another one. @param day `YYYY-MM-DD` */
export function dayBeside(day: string, today: string): string {
	const far = (dueMs(day) - dueMs(today)) / DAY_MS;
	if (far === 0) return 'today';
	if (far === 1) return 'tomorrow';
	if (far === -1) return 'yesterday';
	return `on ${plainDay(day, today)}`;
}

/** A day without "on", for a heading. */
export function plainDay(day: string, today: string): string {
	return (day.slice(0, 4) === today.slice(0, 4) ? DAY : DAY_OF_YEAR).format(dueMs(day));
}

/** "today at 14:00", "on 3 December". */
function whenWords(at: string, today: string): string {
	if (isWholeDay(at)) return dayBeside(at, today);
	const ms = dueMs(at);
	return `${dayBeside(londonDate(new Date(ms).toISOString()), today)} at ${TIME.format(ms)}`;
}

const COMING: Readonly<Record<DueKind, string>> = {
	review: 'Review',
	followUp: 'Written follow-up due',
	chase: 'Chase',
	regulator: 'Deadline for the regulator'
};
const PASSED: Readonly<Record<DueKind, string>> = {
	review: 'Review was due',
	followUp: 'Written follow-up was due',
	chase: 'Chase was due',
	regulator: 'Deadline for the regulator was'
};

/** A promised date and what it is for, in a few words. */
export function dueWords(kind: DueKind, at: string, today: Today): string {
	return `${(isOverdue(at, today) ? PASSED : COMING)[kind]} ${whenWords(at, today.day)}`;
}
