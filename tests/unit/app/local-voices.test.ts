import { describe, expect, it } from 'vitest';
import { localVoice, spokenPieces } from '#lib/app/local-voices.ts';

const voice = (lang: string, localService: boolean, isDefault = false) => ({
	lang,
	localService,
	default: isDefault
});

describe('the voice to read with', () => {
	it('is never one that sends text away', () => {
		expect(localVoice([voice('en-GB', false, true), voice('de-DE', true)])).toBeUndefined();
	});

	it('is British before other English', () => {
		const british = voice('en-GB', true);
		expect(localVoice([voice('en-US', true, true), british])).toBe(british);
	});

	it('is any local English one otherwise', () => {
		const other = voice('en_US', true);
		expect(localVoice([voice('fr-FR', true, true), other])).toBe(other);
	});
});

describe('spoken pieces', () => {
	it('hold every word, in order, none too long for an engine', () => {
		const text = Array.from({ length: 30 }, (_, at) => `Sentence ${at} is here.`).join(' ');
		const pieces = spokenPieces(text);
		expect(pieces.join(' ')).toBe(text);
		expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(200);
	});

	it('are none for empty text', () => {
		expect(spokenPieces(' \n ')).toEqual([]);
	});
});
