import { describe, expect, it } from 'vitest';
import { coverageOf } from '#lib/app/cover-places.ts';
import { ShiftThrice } from '#lib/app/shift-thrice.ts';

const LOCKED = { isOpen: false, hasAnswers: false };
const OPEN = { isOpen: true, hasAnswers: false };
const ASKED = { isOpen: false, hasAnswers: true };

describe('what there is to cover', () => {
	it('is nothing on guidance, Home and lists without a drawer', () => {
		for (const route of ['/', '/guidance/[slug]', '/help', '/danger', '/records', '/settings', null])
			expect(coverageOf(route, LOCKED), String(route)).toBe('none');
	});

	it('is every page while the drawer is open; those that show nothing of it stay as they are out of sight', () => {
		for (const route of ['/', '/guidance/[slug]', '/settings', '/device'])
			expect(coverageOf(route, OPEN), route).toBe('button');
		for (const route of [
			'/records',
			'/records/[record]/[part]',
			'/waiting',
			'/people',
			'/device/ways',
			'/office'
		])
			expect(coverageOf(route, OPEN), route).toBe('itself');
	});

	it('is a check that is open without a drawer, and whatever shows a secret', () => {
		for (const route of ['/quick/[[step]]', '/decide/[flow]/[step]', '/decide/[flow]/path']) {
			expect(coverageOf(route, LOCKED), route).toBe('button');
			expect(coverageOf(route, ASKED), route).toBe('itself');
		}
		for (const route of ['/unlock', '/unlock/help', '/records/new'])
			expect(coverageOf(route, LOCKED), route).toBe('button');
		expect(coverageOf('/guidance/as-of/[flow]/[step]', ASKED)).toBe('none');
	});
});

describe('Shift three times', () => {
	const press = (shift: ShiftThrice, key: string, timeStamp: number) =>
		shift.press({ key, timeStamp, repeat: false });

	it('counts three within a second', () => {
		const shift = new ShiftThrice();
		expect([0, 300, 600].map((at) => press(shift, 'Shift', at))).toEqual([false, false, true]);
		expect(press(shift, 'Shift', 700)).toBe(false);
	});

	it('does not count slow ones, a key held down, or capital letters', () => {
		const slow = new ShiftThrice();
		expect([0, 600, 1200, 1800].map((at) => press(slow, 'Shift', at))).not.toContain(true);
		const held = new ShiftThrice();
		expect(
			[0, 30, 60, 90].map((at) => held.press({ key: 'Shift', timeStamp: at, repeat: at > 0 }))
		).not.toContain(true);
		const typed = new ShiftThrice();
		const keys = ['Shift', 'A', 'Shift', 'B', 'Shift', 'C', 'Shift'];
		expect(keys.map((key, at) => press(typed, key, at * 50))).not.toContain(true);
	});
});
