import ICAL from 'ical.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarText, escaped, fitsCalendar, folded, type CalendarDate } from '#lib/record/calendar.ts';

const NOW = Date.parse('2026-11-30T15:00:00Z');
const RECORD = 'a'.repeat(26);

/** As an independent reader takes it. */
function read(text: string) {
	const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
	const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
	for (const zone of zones) ICAL.TimezoneService.register(zone, zone.tzid);
	return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
}

const file = (...dates: readonly Omit<CalendarDate, 'record'>[]) =>
	calendarText(
		dates.map((date) => ({ ...date, record: RECORD })),
		NOW
	);

describe('calendarText', () => {
	it('gives a day as a whole day, and an hour by the clock of London, in winter and in summer', () => {
		const [day, winter, summer] = read(
			file(
				{ kind: 'review', at: '2026-12-31' },
				{ kind: 'chase', at: '2026-12-03T14:00:00Z' },
				{ kind: 'followUp', at: '2027-07-01T14:00:00Z' }
			)
		);
		expect(day?.startDate.isDate).toBe(true);
		expect(day?.startDate.toString()).toBe('2026-12-31');
		expect(day?.endDate.toString()).toBe('2027-01-01');
		expect(winter?.startDate.toString()).toBe('2026-12-03T14:00:00');
		expect(summer?.startDate.toString()).toBe('2027-07-01T15:00:00');
		expect(winter?.startDate.toJSDate().toISOString()).toBe('2026-12-03T14:00:00.000Z');
		expect(summer?.startDate.toJSDate().toISOString()).toBe('2027-07-01T14:00:00.000Z');
	});

	it('is read by the zone rules in the file itself, over both changes of the clock', () => {
		const instant = fc
			.date({ min: new Date('1997-01-02'), max: new Date('2190-01-01'), noInvalidDate: true })
			.map((date) => `${date.toISOString().slice(0, 19)}Z`)
			// The hour that a clock shows twice is two instants; London's clock alone cannot tell which.
			.filter((at) => !/-10-(2[5-9]|3[01])T0[01]/.test(at));
		fc.assert(
			fc.property(instant, (at) => {
				const [event] = read(file({ kind: 'chase', at }));
				expect(event?.startDate.toJSDate().toISOString()).toBe(at.replace('Z', '.000Z'));
			})
		);
	});

	it('says nothing about anybody, and stays private', () => {
		const text = file(
			{ kind: 'regulator', at: '2026-12-03T14:00:00Z' },
			{ kind: 'review', at: '2026-12-31' }
		);
		const [deadline] = read(text);
		expect(deadline?.summary).toBe('Doorstep: deadline');
		expect(deadline?.component.getFirstPropertyValue('class')).toBe('PRIVATE');
		expect(text).not.toMatch(/https?:|regulator'/);
		expect(text).not.toMatch(/LOCATION|ATTENDEE|ORGANIZER|URL|CATEGORIES/);
	});

	it('puts a later file in the place of an earlier one', () => {
		const at = (now: number) =>
			read(calendarText([{ record: RECORD, kind: 'review', at: '2026-12-31' }], now))[0];
		const [first, later] = [at(NOW), at(NOW + 60_000)];
		expect(later?.uid).toBe(first?.uid);
		expect(Number(later?.sequence)).toBeGreaterThan(Number(first?.sequence));
	});

	it('gives a reminder only of an hour that is still to come', () => {
		const alarms = (at: string) =>
			read(file({ kind: 'chase', at }))[0]?.component.getAllSubcomponents('valarm').length;
		expect(alarms('2026-12-03T14:00:00Z')).toBe(1);
		expect(alarms('2026-11-30T15:30:00Z')).toBe(0);
		expect(alarms('2026-11-01T15:30:00Z')).toBe(0);
		expect(alarms('2026-12-31')).toBe(0);
	});

	it.each(['0001-01-01', '9999-12-31', '1996-12-31T10:00:00Z', '2200-01-01'])('leaves out %s', (at) => {
		expect(fitsCalendar(at)).toBe(false);
		expect(read(file({ kind: 'review', at }, { kind: 'chase', at: '2026-12-03' }))).toHaveLength(1);
	});

	it('is a calendar also when there is nothing in it', () => {
		expect(read(file())).toEqual([]);
	});
});

describe('the lines of a calendar', () => {
	it('end with CRLF and have at most 75 octets', () => {
		const lines = file({ kind: 'review', at: '2026-12-31' }).split('\r\n');
		expect(lines.at(-1)).toBe('');
		for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
		expect(file({ kind: 'review', at: '2026-12-31' }).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	});

	it('are folded so that any text comes back whole', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
				const line = folded(`SUMMARY:${escaped(text)}`);
				for (const part of line.split('\r\n')) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
				expect(line.isWellFormed()).toBe(true);
				const [, said] = ICAL.parse(`BEGIN:VCALENDAR\r\n${line}\r\nEND:VCALENDAR`) as unknown as [
					string,
					unknown[][]
				];
				expect(said[0]?.[3]).toBe(text.replaceAll(/\r\n|\r/g, '\n'));
			})
		);
	});
});
