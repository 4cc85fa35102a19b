/** Days and times as people type them: read where they can mean one thing only, else kept as they are with the reason. */
import { isDay, londonInstant } from './london-time.ts';
import type { Json } from './types.ts';

/** Why a typed day or time is none. */
export type TimeTrouble =
	| 'unreadable'
	| 'relative'
	| 'no-year'
	| 'short-year'
	| 'no-such-day'
	| 'month-first'
	| 'other-weekday'
	| 'no-time'
	| 'no-such-time'
	| 'skipped';

/** `value`: a day `YYYY-MM-DD`, or an instant in ISO 8601. */
export type TypedTime =
	{ readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: TimeTrouble };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTH = String.raw`(?<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const WEEKDAY = /^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?,?\s+/;
const ORDINAL = '(?:st|nd|rd|th)?';

const ISO = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:t|\s+|$)/;
const NUMBERS =
	/^(?<day>\d{1,2})\s?[/. -]\s?(?<month>\d{1,2})(?:\s?[/. -]\s?(?<year>\d{4}|\d{2})(?!\d|:|\.\d))?(?:\s+|$|,)/;
const NAMED = new RegExp(
	String.raw`^(?<day>\d{1,2})${ORDINAL}(?:\s+of)?[\s-]+${MONTH}\.?(?:[\s,-]+(?<year>\d{4}|['’]?\d{2}(?![\d:.])))?(?=\s|,|$)`
);
const NAMED_FIRST = new RegExp(
	String.raw`^${MONTH}\.?\s+(?<day>\d{1,2})${ORDINAL}(?:,?\s+(?<year>\d{4}))?(?=\s|,|$)`
);
const RELATIVE =
	/^(today|tonight|yesterday|tomorrow|now|just now|last|next|this|sun|mon|tue|wed|thu|fri|sat|\d+ (day|week|hour|minute)s? ago)/;
const CLOCK =
	/^(?<hour>\d{1,2})(?:\s?[:.h]\s?(?<minute>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s?(?<half>[ap])\.?m\.?$/;
const CLOCK_24 = /^(?<hour>\d{1,2}(?=[:.])|\d{2})[:.]?(?<minute>\d{2})(?::\d{2}(?:\.\d+)?)?$/;

const bad = (reason: TimeTrouble): TypedTime & { ok: false } => ({ ok: false, reason });

interface ReadDay {
	readonly ok: true;
	readonly day: string;
	/** What stands behind the day, lower case. */
	readonly rest: string;
}

/**
 * Reads a day as typed in England: day before month, the year in full.
 * @returns the day as `YYYY-MM-DD`; or why the text is not one day of the calendar */
export function typedDay(text: string): TypedTime {
	const read = readDay(text);
	if (!read.ok) return read;
	return read.rest === '' ? { ok: true, value: read.day } : bad('unreadable');
}

/**
 * Reads a day and a time on London's clock. Where the clock shows a time twice, the first.
 * @returns the instant in ISO 8601, UTC; or why the text is not one moment */
export function typedMoment(text: string): TypedTime {
	if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
		return { ok: true, value: text };
	const read = readDay(text);
	if (!read.ok) return read;
	const clock = readClock(read.rest);
	if (typeof clock !== 'object') return bad(clock);
	const instant = londonInstant(`${read.day}T${clock.time}`);
	if (typeof instant === 'object') return { ok: true, value: instant.iso };
	return bad(instant === 'skipped' ? 'skipped' : 'no-such-time');
}

/** What is kept of a moment that was typed or picked: the instant where it reads as one, else the text as it stands. */
export function momentAsKept(given: Json): string {
	const text = typeof given === 'string' ? given : '';
	const read = typedMoment(text);
	return read.ok ? read.value : text;
}

const DAY_FORMS = [ISO, NUMBERS, NAMED, NAMED_FIRST];
const WHOLE_DAY = 'T00:00:00Z';

function readDay(text: string): ReadDay | (TypedTime & { ok: false }) {
	const typed = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
	const from = typed.replace(WEEKDAY, '');
	const match = DAY_FORMS.map((form) => form.exec(from)).find((found) => found !== null);
	if (match === undefined) return bad(RELATIVE.test(typed) ? 'relative' : 'unreadable');
	const day = calendarDay(match.groups ?? {});
	if (!day.ok) return day;
	const weekday = WEEKDAYS[new Date(day.value + WHOLE_DAY).getUTCDay()] ?? '';
	// A weekday in front of it has to be that day's.
	if (from !== typed && !typed.startsWith(weekday)) return bad('other-weekday');
	const rest = from.slice(match[0].length).replace(/^[\s,]*(?:at\s+)?/, '');
	return { ok: true, day: day.value, rest };
}

function calendarDay(groups: Readonly<Record<string, string | undefined>>): TypedTime {
	const { year, month, name, day = '' } = groups;
	const monthNumber = name === undefined ? Number(month) : MONTHS.indexOf(name.slice(0, 3)) + 1;
	if (monthNumber > 12 && Number(day) <= 12) return bad('month-first');
	if (year === undefined) return bad('no-year');
	if (!/^\d{4}$/.test(year)) return bad('short-year');
	const value = [year, String(monthNumber).padStart(2, '0'), day.padStart(2, '0')].join('-');
	return isDay(value) ? { ok: true, value } : bad('no-such-day');
}

const NAMED_TIMES: Readonly<Record<string, string>> = { noon: '12:00', midday: '12:00' };
const HALF_DAY = 12;

function readClock(text: string): { readonly time: string } | TimeTrouble {
	if (text === '') return 'no-time';
	const named = NAMED_TIMES[text];
	if (named !== undefined) return { time: named };
	const twelve = CLOCK.exec(text)?.groups;
	if (twelve !== undefined) return halfDayTime(twelve);
	const match = CLOCK_24.exec(text)?.groups;
	return match === undefined ? 'unreadable' : clockTime(Number(match.hour), Number(match.minute));
}

function halfDayTime({ hour, minute = '0', half }: Readonly<Record<string, string | undefined>>) {
	const said = Number(hour);
	if (said < 1 || said > HALF_DAY) return 'no-such-time';
	return clockTime((said % HALF_DAY) + (half === 'p' ? HALF_DAY : 0), Number(minute));
}

function clockTime(hour: number, minute: number): { readonly time: string } | 'no-such-time' {
	if (hour > 23 || minute > 59) return 'no-such-time';
	return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}
