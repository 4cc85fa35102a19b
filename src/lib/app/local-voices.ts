/** Which voices may read aloud: only those that speak on the device itself, so that no text leaves it. Pure. */

/** What the browser says about a voice; as in the Web Speech API. */
export interface Voice {
	readonly lang: string;
	readonly localService: boolean;
	readonly default: boolean;
}

/** The voice to read English with: British before other English; undefined when the device has no local one. */
export function localVoice<V extends Voice>(voices: readonly V[]): V | undefined {
	const local = voices.filter(({ localService, lang }) => localService && /^en([-_]|$)/i.test(lang));
	const british = local.filter(({ lang }) => /^en[-_]gb/i.test(lang));
	const best = british.length > 0 ? british : local;
	return best.find((voice) => voice.default) ?? best[0];
}

const LONGEST = 200;

/** Text in pieces short enough that no engine falls silent in the middle: sentences, joined up to a length. */
export function spokenPieces(text: string): readonly string[] {
	const sentences = text
		.replace(/[^\S\n]+/g, ' ')
		.split(/(?<=[.!?])\s+|\n+/)
		.map((sentence) => sentence.trim())
		.filter((sentence) => sentence !== '');
	const pieces: string[] = [];
	for (const sentence of sentences) {
		const last = pieces.at(-1);
		if (last !== undefined && last.length + sentence.length < LONGEST)
			pieces[pieces.length - 1] = `${last} ${sentence}`;
		else pieces.push(sentence);
	}
	return pieces;
}
