import { describe, expect, it } from 'vitest';
import { paddedSize } from '#lib/trust/padding.ts';

describe('the padded size', () => {
	it('is 1 KiB for everything up to 1 KiB', () => {
		expect([0, 1, 1023, 1024].map(paddedSize)).toEqual([1024, 1024, 1024, 1024]);
	});

	it('follows Padmé above that', () => {
		// Worked by hand: 1025 has exponent 10, 4 bits kept, so steps of 64.
		expect([1025, 1088, 1089, 2049, 65_537].map(paddedSize)).toEqual([1088, 1088, 1152, 2176, 67_584]);
	});

	it('never shrinks, never grows by more than an eighth, and shows few sizes', () => {
		const sizes = new Set<number>();
		for (let length = 1025; length <= 1_048_576; length += 7) {
			const size = paddedSize(length);
			expect(size >= length && size <= length * 1.125, `${length}`).toBe(true);
			sizes.add(size);
		}
		// 193 from 4 KiB on (reference figure), and 16 for each of the two doublings below.
		expect(sizes.size).toBeLessThanOrEqual(225);
	});

	it('is a fixed point: a padded size pads to itself', () => {
		for (let length = 1; length < 100_000; length += 13) {
			expect(paddedSize(paddedSize(length))).toBe(paddedSize(length));
		}
	});
});
