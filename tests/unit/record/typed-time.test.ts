import { describe, expect, it } from 'vitest';
import { momentAsKept, typedDay, typedMoment } from '#lib/record/typed-time.ts';

describe('typedDay', () => {
	it.each([
		'2026-11-20',
		'20/11/2026',
		'20.11.2026',
		'20-11-2026',
		'20 11 2026',
		'20 November 2026',
		'20 Nov 2026',
		'20th of November 2026',
		'20-Nov-2026',
		'Friday 20 November 2026',
		'Fri, 20 Nov 2026',
		'November 20, 2026',
		'  20/11/2026  '
	])('reads %s', (text) => {
		expect(typedDay(text)).toEqual({ ok: true, value: '2026-11-20' });
	});

	it.each([
		['31/02/2026', 'no-such-day'],
		['31/02', 'no-year'],
		['20 November', 'no-year'],
		['2026-13-01', 'month-first'],
		['2026-02-30', 'no-such-day'],
		['0/11/2026', 'no-such-day'],
		['11/20/2026', 'month-first'],
		['31/13/2026', 'no-such-day'],
		['20/11/26', 'short-year'],
		['20 Nov 26', 'short-year'],
		['20/11/226', 'unreadable'],
		['yesterday', 'relative'],
		['last Tuesday', 'relative'],
		['3 days ago', 'relative'],
		['Monday', 'relative'],
		['Monday 20 November 2026', 'other-weekday'],
		['20/11/2026 09:15', 'unreadable'],
		['soon', 'unreadable'],
		['٢٠/١١/٢٠٢٦', 'unreadable'],
		['20261120', 'unreadable']
	])('says of %s: %s', (text, reason) => {
		expect(typedDay(text)).toEqual({ ok: false, reason });
	});
});

describe('typedMoment', () => {
	it.each([
		'2026-11-20T09:15',
		'2026-11-20 09:15',
		'2026-11-20T09:15:00.000Z',
		'20/11/2026 09:15',
		'20/11/2026, 9.15',
		'20/11/2026 9:15am',
		'20 November 2026 at 09:15',
		'20 Nov 2026 9.15 a.m.',
		'Fri 20 Nov 2026 0915'
	])('reads %s', (text) => {
		const read = typedMoment(text);
		expect(read.ok && Date.parse(read.value)).toBe(Date.parse('2026-11-20T09:15:00Z'));
	});

	it('knows noon, the afternoon and the hour after midnight', () => {
		const at = (text: string) => {
			const read = typedMoment(text);
			return read.ok ? read.value.slice(11, 16) : read.reason;
		};
		expect(['20/11/2026 noon', '20/11/2026 12pm', '20/11/2026 3pm', '20/11/2026 12.05 am'].map(at)).toEqual([
			'12:00',
			'12:00',
			'15:00',
			'00:05'
		]);
	});

	it.each([
		['20/11/2026', 'no-time'],
		['20/11/2026 25:00', 'no-such-time'],
		['20/11/2026 13pm', 'no-such-time'],
		['20/11/2026 09:75', 'no-such-time'],
		['20/11/2026 after lunch', 'unreadable'],
		['20/11/26 09:15', 'short-year'],
		['09:15', 'unreadable'],
		['20/11 09:15', 'no-year'],
		['29/03/2026 01:30', 'skipped'],
		['yesterday at 3', 'relative']
	])('says of %s: %s', (text, reason) => {
		expect(typedMoment(text)).toEqual({ ok: false, reason });
	});

	it('takes the first of an hour that comes twice', () => {
		expect(typedMoment('25/10/2026 01:30')).toEqual({ ok: true, value: '2026-10-25T00:30:00.000Z' });
	});
});

describe('momentAsKept', () => {
	it('gives the instant of what was picked or typed, and keeps what is none as it stands', () => {
		expect(momentAsKept('2026-11-20T09:15')).toBe('2026-11-20T09:15:00.000Z');
		expect(momentAsKept('20/11/2026 9.15am')).toBe('2026-11-20T09:15:00.000Z');
		expect(momentAsKept('2026-11-20T09:15:39.512Z')).toBe('2026-11-20T09:15:39.512Z');
		expect(momentAsKept('11/20/2026 09:15')).toBe('11/20/2026 09:15');
		expect(momentAsKept('yesterday')).toBe('yesterday');
	});
});
