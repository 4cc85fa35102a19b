import { describe, expect, it } from 'vitest';
import { addendumContent, eventOf, readAddendum } from '#lib/record/addendum.ts';

const about = { final: 'f', by: 'A. Name' };
const words = { sort: 'words', at: 'then', by: 'B', text: 't', why: 'w' } as const;
const event = { kind: 'exported', at: 'then', facts: { form: 'text' } } as const;

describe('the content of an addition', () => {
	it('is read back as it was made, with members that a newer app added', () => {
		for (const addition of [words, { ...words, from: 'late' }, { sort: 'event', event } as const]) {
			const content = { ...addendumContent(addition, about), colour: 'blue' };
			expect(readAddendum(content)).toEqual(content);
		}
	});

	it('keeps an event of a kind that this app does not know', () => {
		const content = readAddendum({ ...addendumContent({ sort: 'event', event }, about), kind: 'newer' });
		expect(content && eventOf(content)).toEqual({ ...event, kind: 'newer' });
		expect(eventOf(addendumContent(words, about))).toBeUndefined();
	});

	it.each([
		['a sort that is not known', { sort: 'drawing' }],
		['no text', { text: 1 }],
		['no final', { final: null }],
		['no schema', { schema: 'one' }]
	])('gives up %s', (_what, change) => {
		expect(readAddendum({ ...addendumContent(words, about), ...change })).toBeUndefined();
	});

	it.each([[null], [[1]], ['text']])('gives up facts that are none: %j', (facts) => {
		expect(readAddendum({ ...addendumContent({ sort: 'event', event }, about), facts })).toBeUndefined();
	});
});
