/** Times as people in England say them. The record keeps instants; the fields show London's clock, wherever the device is. */

const PARTS = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	hourCycle: 'h23',
	year: 'numeric',
	month: '2-digit',
	day: '2-digit',
	hour: '2-digit',
	minute: '2-digit'
});

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since 1970 of an instant as a record keeps it, ISO 8601 with Z or offset; NaN for everything else. What
 * somebody typed that is no time stays in a record as text, and `Date.parse` would read a year into "not before 3".
 */
export function instantMs(value: unknown): number {
	return typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
}

const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE_MS = 60_000;

/**
 * An instant on London's clock, as a `datetime-local` field takes it.
 * @param iso ISO 8601 with Z or offset
 * @returns `YYYY-MM-DDTHH:mm`; undefined when the text is no instant
 */
export function londonClock(iso: string): string | undefined {
	const instant = new Date(iso);
	if (!/(Z|[+-]\d{2}:\d{2})$/.test(iso) || Number.isNaN(instant.getTime())) return undefined;
	const part = Object.fromEntries(PARTS.formatToParts(instant).map(({ type, value }) => [type, value]));
	return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

/**
 * The instant at which London's clock shows a local time. Where it shows it twice (the end of summer time), the first.
 * @param local `YYYY-MM-DDTHH:mm`, with seconds or without
 * @returns ISO 8601 in UTC; `no-such-day` for 31 February and the like; `skipped` for an hour that the start of summer
 * time leaves out; `unreadable` for anything else
 */
export function londonInstant(
	local: string
): { readonly iso: string } | 'no-such-day' | 'skipped' | 'unreadable' {
	const [, day, time] = LOCAL.exec(local) ?? [];
	if (day === undefined || time === undefined) return 'unreadable';
	if (!isDay(day) || Number.isNaN(Date.parse(`${day}T${time}Z`))) return 'no-such-day';
	const asUtc = Date.parse(`${day}T${time}Z`);
	// Summer time first: it is the earlier instant where both show the same clock.
	for (const ahead of [60, 0]) {
		const iso = new Date(asUtc - ahead * MINUTE_MS).toISOString();
		if (londonClock(iso) === `${day}T${time}`) return { iso };
	}
	return 'skipped';
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
	if (!DAY.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
