/** The one source of chance of a simulated run: the same seed, the same run. */

/** sfc32 by Chris Doty-Humphrey: small, quick, and good enough to pick schedules. Never for keys that matter. */
export class Chance {
	#a: number;
	#b: number;
	#c: number;
	#count = 1;

	constructor(seed: number, stream = 0) {
		[this.#a, this.#b, this.#c] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, stream | 0];
		for (let round = 0; round < 15; round += 1) this.#word();
	}

	#word(): number {
		const sum = (this.#a + this.#b + this.#count) | 0;
		this.#count = (this.#count + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
		this.#c |= 0;
		return sum >>> 0;
	}

	/** From 0 up to, not including, 1. */
	readonly next = (): number => this.#word() / 2 ** 32;

	/** A whole number from 0 up to, not including, `end`. */
	below(end: number): number {
		return Math.floor(this.next() * end);
	}

	/** @param odds from 0, never, to 1, always */
	happens(odds: number): boolean {
		return this.next() < odds;
	}

	/** One of a list; undefined of an empty one. */
	pick<Item>(items: readonly Item[]): Item | undefined {
		return items[this.below(items.length)];
	}

	/** One of the keys, as often as its weight says. */
	weighed<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
		const all = Object.entries(weights) as [Name, number][];
		let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [name, weight] of all) {
			left -= weight;
			if (left < 0) return name;
		}
		throw new TypeError('no weights');
	}

	fill(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at += 1) bytes[at] = this.#word() & 0xff;
	}
}

/** A number from a text, to begin a stream of chance that nothing else shares. */
export function numberOf(name: string): number {
	let sum = 0x811c9dc5;
	for (const letter of name) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
	return sum >>> 0;
}
