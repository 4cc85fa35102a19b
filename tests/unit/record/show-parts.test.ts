import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, longSentences, MOST_WORDS, pagesOf } from '#lib/record/show-pages.ts';
import { showCandidates, showScreen, type ShowCandidate } from '#lib/record/show-parts.ts';
import type { SummarySection } from '#lib/record/summary.ts';
import { everyShownLine } from '#lib/show-messages.ts';

const row = (field: string, words: string) => ({
	field,
	label: `Label of ${field}`,
	lines: [words],
	isMissing: false
});

const SECTIONS: readonly SummarySection[] = [
	{
		id: 'case',
		title: 'The case',
		rows: [
			row('id', 'MARKER-id'),
			row('concernSummary', 'MARKER-concern'),
			row('advice', 'MARKER-advice'),
			row('viewsChild', 'MARKER-child'),
			row('identityProtection', 'MARKER-protected')
		]
	},
	{
		id: 'r:police',
		title: 'The police',
		rows: [row('informationShared', 'MARKER-shared'), row('informationWithheld', 'MARKER-withheld')]
	}
];

const NO_VALUES = { values: {} };
const candidatesOf = (values = {}) => showCandidates({ values }, SECTIONS);
const pick = ({ key, words }: ShowCandidate, isConfirmed = false) => ({ key, words, isConfirmed });

describe('what may be shown', () => {
	it('never offers who must not be traced, nor what is only the app’s', () => {
		const keys = candidatesOf().map(({ key }) => key);
		expect(keys).not.toContain('case/identityProtection');
		expect(keys).not.toContain('case/id');
	});

	it('wants a second look where others are named, or risk, advice or what is kept back', () => {
		const guards = Object.fromEntries(candidatesOf().map(({ key, guard }) => [key, guard]));
		expect(guards).toEqual({
			'case/concernSummary': 'free',
			'case/advice': 'careful',
			'case/viewsChild': 'careful',
			'r:police/informationShared': 'free',
			'r:police/informationWithheld': 'careful'
		});
	});

	it('wants one too where a part uses words of who must not be traced, or of a source', () => {
		const sections = [
			{
				...SECTIONS[0],
				id: 'case',
				title: '',
				rows: [row('concernSummary', 'Heard from ROSA, at Elm Street.')]
			}
		];
		const guardWith = (values: Record<string, string>) => showCandidates({ values }, sections)[0];
		expect(guardWith({})?.guard).toBe('free');
		expect(guardWith({ 'r:/identityProtection': 'Rosa' })?.reason).toBe('protected');
		expect(guardWith({ 'case/statements/1/source': 'the neighbour rosa' })?.reason).toBe('source');
		expect(guardWith({ 'case/requester/name': 'Elm' })?.guard).toBe('free'); // Too short to be a name of anybody.
	});

	it('puts nothing on the screen that was not ticked', () => {
		fc.assert(
			fc.property(
				fc.subarray([...candidatesOf()]),
				fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
				(ticked, confirmed) => {
					const picks = ticked.map((one, at) => pick(one, confirmed[at]));
					const made = showScreen(candidatesOf(), picks, 'parent');
					const text = JSON.stringify(made.ok ? made.screen : {});
					const careful = ticked.filter(({ guard }, at) => guard === 'careful' && !confirmed[at]);
					expect(made.ok).toBe(ticked.length > 0 && careful.length === 0);
					for (const { words } of candidatesOf())
						expect(text.includes(words)).toBe(made.ok && ticked.some((one) => one.words === words));
					expect(text).not.toContain('MARKER-protected');
					expect(text).not.toMatch(/police|case\//i);
				}
			)
		);
	});

	it('ignores a tick of a part that is not offered', () => {
		const forged = { key: 'case/identityProtection', words: 'MARKER-protected', isConfirmed: true };
		expect(showScreen(candidatesOf(), [forged], 'child')).toEqual({ ok: false, reason: 'nothing' });
	});

	it('shows the plainer words, and not those of the record', () => {
		const [first] = candidatesOf();
		const picks = first ? [{ ...pick(first), words: 'We worry.' }] : [];
		const made = showScreen(candidatesOf(), picks, 'child');
		expect(JSON.stringify(made)).toContain('We worry.');
		expect(JSON.stringify(made)).not.toContain('MARKER');
	});

	it('says so when no words are left', () => {
		const [first] = candidatesOf();
		const picks = first ? [{ ...pick(first), words: ' \u0000\n ' }] : [];
		expect(showScreen(candidatesOf(), picks, 'adult')).toEqual({ ok: false, reason: 'nothing' });
		expect(showCandidates(NO_VALUES, [])).toEqual([]);
	});
});

describe('pages', () => {
	const squeezed = (text: string) => text.replace(/\s+/gu, '');

	it('lose no word, and none is too long', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => {
				const clean = cleanText(text);
				const pages = pagesOf(clean);
				expect(squeezed(pages.join(''))).toBe(squeezed(clean));
				for (const page of pages) expect(page.length).toBeLessThanOrEqual(430);
			})
		);
	});

	it('take 100,000 characters, with and without blanks', () => {
		for (const text of ['wort '.repeat(20_000), 'x'.repeat(100_000), '👩‍👧'.repeat(20_000)]) {
			const pages = pagesOf(cleanText(text));
			expect(squeezed(pages.join(''))).toBe(squeezed(text));
			expect(pages.length).toBeGreaterThan(100);
		}
	});

	it('keep what can be read, and take out what plays with the screen', () => {
		expect(cleanText('a\u0000b\u0007\u202egnirts\u202c\r\nשלום \u{1F469}\u200D\u{1F467}\tx')).toBe(
			'abgnirts\nשלום \u{1F469}\u200D\u{1F467} x'
		);
		expect(cleanText('\ud83d half')).toBe('\ufffd half');
		expect(pagesOf('')).toEqual([]);
	});

	it('count long sentences', () => {
		const long = Array.from({ length: MOST_WORDS + 1 }, () => 'word').join(' ');
		expect(longSentences(`${long}. Short one.\n${long}`)).toBe(2);
		expect(longSentences('')).toBe(0);
	});
});

describe('fixed words of the show view', () => {
	it.each(everyShownLine())('%s', (line) => {
		for (const sentence of line.split(/[.?!]\s+/))
			expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(MOST_WORDS);
	});
});
