/** Three taps of Shift alone, one soon after the other: hides the screen without looking for a button. */

/** All three within this. */
const WITHIN_MS = 1000;
const TAPS = 3;

/** What of a key press matters here. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'repeat' | 'timeStamp'>;

/** Counts taps of Shift. A capital letter is Shift and another key, so typing never makes three. */
export class ShiftThrice {
	#taps: number[] = [];

	/** @returns whether this press was the third */
	press({ key, repeat, timeStamp }: KeyPress): boolean {
		if (key !== 'Shift') this.#taps = [];
		if (key !== 'Shift' || repeat) return false;
		this.#taps = [...this.#taps.filter((at) => timeStamp - at < WITHIN_MS), timeStamp];
		if (this.#taps.length < TAPS) return false;
		this.#taps = [];
		return true;
	}
}
