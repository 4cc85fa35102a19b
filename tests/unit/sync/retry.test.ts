import { expect, it } from 'vitest';
import { readRetryAfter, waitAfter } from '#lib/sync/retry.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

it.each([
	[1, 0, 0],
	[1, 0.999, 3996],
	[2, 0.5, 4000],
	[8, 0.5, 256_000],
	[30, 0.5, 450_000],
	[5000, 0.999, 899_100]
])('after %i failures waits a random part of the ceiling (%d): %i ms', (failures, random, wait) => {
	expect(waitAfter(failures, () => random)).toBe(wait);
});

it('waits at least as long as the server asked, and at most half more', () => {
	expect(waitAfter(9, () => 0, 30_000)).toBe(30_000);
	expect(waitAfter(1, () => 0.999, 30_000)).toBe(44_985);
});

it.each([
	[null, undefined],
	['', undefined],
	['soon', undefined],
	['-5', undefined],
	['0', 0],
	['7', 7000],
	['999999', 900_000],
	['Sun, 22 Nov 2026 10:00:20 GMT', 20_000],
	['Sun, 22 Nov 2026 09:00:00 GMT', 0]
])('reads Retry-After %s as %s ms', (value, expected) => {
	expect(readRetryAfter(value, NOW)).toBe(expected);
});
