import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	copiesAmong,
	copyFile,
	FIRST_HISTORY,
	isPartial,
	partialFile,
	superfluous
} from '#lib/server/backup-names.ts';

const DAY = 86_400_000;
const AT = Date.UTC(2026, 11, 1, 9);

/** What is left when a copy is made at each of these times and the folder is thinned out after each. */
function left(times: readonly number[], history: (index: number) => string = () => FIRST_HISTORY) {
	let files: readonly string[] = [];
	for (const [index, at] of times.entries()) {
		const copies = copiesAmong([...files, copyFile({ number: index + 1, history: history(index), at })]);
		const gone = new Set(superfluous(copies).map(({ file }) => file));
		files = copies.map(({ file }) => file).filter((file) => !gone.has(file));
	}
	return copiesAmong(files);
}

const numbers = (times: readonly number[], history?: (index: number) => string) =>
	left(times, history).map(({ number }) => number);

describe('which copies are kept', () => {
	it('says number, history, day and time in the name, and takes nothing else for a copy', () => {
		const file = copyFile({ number: 12, history: 'abcd', at: AT });
		expect(file).toBe('doorstep-000012-abcd-2026-12-01-090000.sqlite');
		expect(copiesAmong([file, partialFile(13), 'doorstep-backups', 'doorstep.sqlite'])).toEqual([
			{ file, number: 12, history: 'abcd', day: '2026-12-01', time: '09:00:00' }
		]);
		expect(isPartial(partialFile(13))).toBe(true);
		expect(isPartial(`${partialFile(13)}-journal`)).toBe(true);
		expect(isPartial(file)).toBe(false);
	});

	it('keeps the newest three of a day, and the last one of each of 14 days', () => {
		const everyFourHours = Array.from(
			{ length: 30 * 6 },
			(_, index) => AT - 9 * 3_600_000 + index * (DAY / 6)
		);
		const kept = left(everyFourHours);
		expect(kept).toHaveLength(16);
		expect(kept.slice(0, 3).map(({ number }) => number)).toEqual([180, 179, 178]);
		expect(new Set(kept.map(({ day }) => day)).size).toBe(14);
		expect(kept.slice(3).every(({ time }) => time === '20:00:00')).toBe(true);
	});

	it('finds a copy from before a fault that came in 12 days ago, however often copies were made since', () => {
		const fault = AT + 6 * DAY;
		const hourly = Array.from({ length: 18 * 24 }, (_, index) => AT + index * 3_600_000);
		expect(left(hourly).some(({ day }) => day < new Date(fault).toISOString().slice(0, 10))).toBe(true);
	});

	it('keeps the copy just made also when the clock was years ahead before', () => {
		const jumped = [AT + 3650 * DAY, AT + 3651 * DAY, AT + 3652 * DAY, AT + 3653 * DAY, AT, AT + 1, AT + 2];
		expect(numbers(jumped).slice(0, 3)).toEqual([7, 6, 5]);
	});

	it('keeps the last copy of a history that a restore ended, beside those of the same day after it', () => {
		const times = Array.from({ length: 20 }, (_, index) => AT + index * 60_000);
		expect(numbers(times, (index) => (index < 10 ? 'aaaa' : 'bbbb'))).toEqual([20, 19, 18, 10]);
	});

	it('never lets the newest go, and never keeps more than 16, whatever the clock does', () => {
		const days = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 60 });
		fc.assert(
			fc.property(days, (days) => {
				const kept = numbers(days.map((day) => AT + day * DAY));
				expect(kept[0]).toBe(days.length);
				expect(kept.length).toBeLessThanOrEqual(16);
			})
		);
	});
});
