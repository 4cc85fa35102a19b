/** Seeded random numbers, so that a run can be repeated: mulberry32. Never for keys of anything real. */
export interface Random {
	/** A whole number from 0 up to, not including, `below`. */
	below(below: number): number;
	bytes(length: number): Uint8Array<ArrayBuffer>;
	pick<Item>(items: readonly Item[]): Item;
}

/** @param seed any whole number; the same one gives the same numbers */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number): number => Math.floor(next() * limit);
	return {
		below,
		bytes: (length) => Uint8Array.from({ length }, () => below(256)),
		pick: (items) => {
			const item = items[below(items.length)];
			if (item === undefined) throw new TypeError('nothing to pick from');
			return item;
		}
	};
}
