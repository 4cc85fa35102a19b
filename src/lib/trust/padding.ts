const FLOOR_BYTES = 1024;

/**
 * The size that sealed content is filled up to, so that its length says little: 1 KiB at least, then Padmé
 * (at most 12 % more; only O(log log n) bits of the length show).
 * @param length bytes of content, 0 or more
 * @returns bytes, never less than `length`
 * @source Padmé: PURBs, https://petsymposium.org/popets/2019/popets-2019-0056.php
 */
export function paddedSize(length: number): number {
	if (length <= FLOOR_BYTES) return FLOOR_BYTES;
	const exponent = Math.floor(Math.log2(length));
	const keptBits = Math.floor(Math.log2(exponent)) + 1;
	const step = 2 ** (exponent - keptBits);
	return Math.ceil(length / step) * step;
}
