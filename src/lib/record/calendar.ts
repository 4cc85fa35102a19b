/** Promised dates as an iCalendar file (RFC 5545). Titles are neutral: a calendar is seen by others, and copied to servers. */
import { londonDate } from '../flow/dated-rules.ts';
import { dueMs, isWholeDay } from './due.ts';
import type { DueKind } from './types.ts';

/** One date of one record for a calendar. */
export interface CalendarDate {
	/** The record's id: opaque, and the same in every file, so that a calendar puts the new date in place of the old. */
	readonly record: string;
	readonly kind: DueKind;
	/** A day `YYYY-MM-DD`, or an ISO 8601 instant. */
	readonly at: string;
}

const TITLES: Readonly<Record<DueKind, string>> = {
	review: 'Doorstep: review due',
	followUp: 'Doorstep: written follow-up due',
	chase: 'Doorstep: check what was received',
	regulator: 'Doorstep: deadline'
};
const WHERE_TO_LOOK = 'Open Doorstep: Records, Dates promised.';

const LINE_END = '\r\n';
const LONGEST_LINE_BYTES = 75;
const ALARM_BEFORE_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** Sequence numbers count minutes from here: a later file always has the higher one, and they fit 31 bits until 6100. */
const SEQUENCE_FROM = Date.UTC(2026, 0, 1);

/** Clocks in the United Kingdom since 1996. */
const LONDON = [
	'BEGIN:VTIMEZONE',
	'TZID:Europe/London',
	'BEGIN:DAYLIGHT',
	'DTSTART:19960331T010000',
	'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
	'TZOFFSETFROM:+0000',
	'TZOFFSETTO:+0100',
	'TZNAME:BST',
	'END:DAYLIGHT',
	'BEGIN:STANDARD',
	'DTSTART:19961027T020000',
	'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
	'TZOFFSETFROM:+0100',
	'TZOFFSETTO:+0000',
	'TZNAME:GMT',
	'END:STANDARD',
	'END:VTIMEZONE'
];

/** Years that a calendar program takes, and somebody can still keep a promise in. */
const FIRST_DAY = '1997-01-01';
const LAST_DAY = '2199-12-31';

/** Whether a date can stand in a calendar: one that is centuries away is a slip of the pen, to be put right first. */
export function fitsCalendar(at: string): boolean {
	const day = at.slice(0, FIRST_DAY.length);
	return day >= FIRST_DAY && day <= LAST_DAY;
}

/**
 * The text of a calendar file.
 * @param dates those that `fitsCalendar`; others are left out
 * @param now when the file is made, ms since 1970
 */
export function calendarText(dates: readonly CalendarDate[], now: number): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Doorstep//Dates promised//EN',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		...LONDON,
		...dates.filter(({ at }) => fitsCalendar(at)).flatMap((date) => eventLines(date, now)),
		'END:VCALENDAR'
	];
	return lines.map((line) => `${folded(line)}${LINE_END}`).join('');
}

function eventLines(date: CalendarDate, now: number): readonly string[] {
	const title = TITLES[date.kind];
	return [
		'BEGIN:VEVENT',
		`UID:${escaped(`${date.record}-${date.kind}@doorstep.invalid`)}`,
		`DTSTAMP:${utc(now)}`,
		`SEQUENCE:${Math.max(0, Math.floor((now - SEQUENCE_FROM) / 60_000))}`,
		...whenLines(date.at),
		`SUMMARY:${escaped(title)}`,
		`DESCRIPTION:${escaped(WHERE_TO_LOOK)}`,
		'CLASS:PRIVATE',
		'TRANSP:TRANSPARENT',
		...alarmLines(date, now),
		'END:VEVENT'
	];
}

function whenLines(at: string): readonly string[] {
	if (isWholeDay(at)) {
		const next = new Date(dueMs(at) + DAY_MS).toISOString().slice(0, 10);
		return [`DTSTART;VALUE=DATE:${digits(at)}`, `DTEND;VALUE=DATE:${digits(next)}`];
	}
	return [`DTSTART;TZID=Europe/London:${londonTime(dueMs(at))}`, 'DURATION:PT15M'];
}

/** A day has the calendar's own reminder. An hour that has passed, or nearly, needs none. */
function alarmLines({ kind, at }: CalendarDate, now: number): readonly string[] {
	if (isWholeDay(at) || dueMs(at) - ALARM_BEFORE_MS <= now) return [];
	return [
		'BEGIN:VALARM',
		'ACTION:DISPLAY',
		'TRIGGER:-PT1H',
		`DESCRIPTION:${escaped(TITLES[kind])}`,
		'END:VALARM'
	];
}

const digits = (text: string) => text.replaceAll(/[-:]/g, '');
const utc = (ms: number) => digits(`${new Date(ms).toISOString().slice(0, 19)}Z`);

const CLOCK = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	hourCycle: 'h23',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit'
});

function londonTime(ms: number): string {
	const parts = CLOCK.formatToParts(ms);
	const part = (type: 'hour' | 'minute' | 'second') => parts.find((one) => one.type === type)?.value ?? '';
	const day = londonDate(new Date(ms).toISOString());
	return `${digits(day)}T${part('hour')}${part('minute')}${part('second')}`;
}

/** RFC 5545, section 3.3.11. */
export function escaped(text: string): string {
	return text.replaceAll(/[\\;,]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n');
}

const ENCODER = new TextEncoder();

/** Lines of at most 75 octets, never cut inside a letter: RFC 5545, section 3.1. */
export function folded(line: string): string {
	let [out, bytes] = ['', 0];
	for (const letter of line) {
		const size = ENCODER.encode(letter).length;
		if (bytes + size > LONGEST_LINE_BYTES) {
			out += `${LINE_END} `;
			bytes = 1;
		}
		out += letter;
		bytes += size;
	}
	return out;
}
