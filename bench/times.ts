/** Times of one run, and turns for its contenders. */

/** Times by what was measured; all rounds together. */
const times = new Map<string, number[]>();

/** Notes times. */
export function note(what: string, ...ms: readonly number[]): void {
	times.set(what, [...(times.get(what) ?? []), ...ms]);
}

let turns = 0;

/** Each turn begins with another contender. */
export function rotated<T>(all: readonly T[]): readonly T[] {
	turns += 1;
	return turns % 2 === 0 ? all : [...all].reverse();
}

/** The time below which this share of them lies. */
export function at(what: string, share: number): number {
	const sorted = [...(times.get(what) ?? [])].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

/** Both, and how they stand to each other. */
export const beside = (vault: number, raw: number) =>
	`${vault.toFixed(1)} / ${raw.toFixed(1)} = ${(vault / raw).toFixed(2)}`;
