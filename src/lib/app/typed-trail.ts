/**
 * The last steps of what was typed into one field, so that undo works after a lock too. Pure; in memory, and sealed with the
 * person's place when the drawer locks.
 */
import type { TypedStep, TypedTrail } from '../vault/place.ts';

/** More is more than anybody takes back, and would be sealed at every lock. */
const MOST_STEPS = 60;
const MOST_CHARACTERS = 40_000;
/** Typing on within this belongs to the step before, up to a line. */
const SAME_STEP_MS = 1000;
const LONGEST_STEP = 60;

/** The shortest step from one text to another: what both begin and end with stays. */
export function stepBetween(before: string, after: string): TypedStep {
	const shorter = Math.min(before.length, after.length);
	let at = 0;
	while (at < shorter && before[at] === after[at]) at += 1;
	let end = 0;
	while (end < shorter - at && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
	return { at, gone: before.length - at - end, text: after.slice(at, after.length - end) };
}

/** The text after a step; undefined where the step does not fit. */
export function afterStep(text: string, { at, gone, text: put }: TypedStep): string | undefined {
	return at < 0 || gone < 0 || at + gone > text.length
		? undefined
		: text.slice(0, at) + put + text.slice(at + gone);
}

/** What a trail ends with; undefined for one that is not whole. */
export function endOf({ first, steps }: TypedTrail): string | undefined {
	return steps.reduce<string | undefined>(
		(text, step) => (text === undefined ? undefined : afterStep(text, step)),
		first
	);
}

/** Follows one field while it is typed into. */
export class TrailKeeper {
	#first: string;
	#last: string;
	#steps: TypedStep[] = [];
	#steppedAt = -Infinity;

	/** @param text what the field says now */
	constructor(text: string) {
		this.#first = text;
		this.#last = text;
	}

	/**
	 * The field says something else now.
	 * @param now ms, for telling one go of typing from the next */
	note(text: string, now: number): void {
		if (text === this.#last) return;
		const isSameGo = now - this.#steppedAt < SAME_STEP_MS;
		const begun = isSameGo ? this.#steps.at(-1) : undefined;
		const step = stepBetween(this.#last, text);
		const grown = begun && grow(begun, step);
		if (grown) this.#steps[this.#steps.length - 1] = grown;
		else this.#steps.push(step);
		this.#last = text;
		this.#steppedAt = now;
		this.#shorten();
	}

	/** The trail up to `text`; undefined where there is nothing to take back, or the field says something else by now. */
	trailTo(text: string): TypedTrail | undefined {
		if (this.#steps.length === 0 || text !== this.#last) return undefined;
		return { first: this.#first, steps: [...this.#steps] };
	}

	#shorten(): void {
		const size = () => this.#first.length + this.#steps.reduce((sum, { text }) => sum + text.length, 0);
		while (this.#steps.length > MOST_STEPS || (this.#steps.length > 0 && size() > MOST_CHARACTERS)) {
			const [oldest] = this.#steps.splice(0, 1);
			if (oldest) this.#first = afterStep(this.#first, oldest) ?? this.#last;
		}
	}
}

/** A step that only goes on writing where the one before stopped is part of it. */
function grow(begun: TypedStep, step: TypedStep): TypedStep | undefined {
	const goesOn = step.gone === 0 && step.at === begun.at + begun.text.length;
	return goesOn && begun.text.length < LONGEST_STEP ? { ...begun, text: begun.text + step.text } : undefined;
}
