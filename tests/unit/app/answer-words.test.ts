import { expect, it } from 'vitest';
import { aboutWords, answerWords } from '../../../src/lib/app/answer-words.ts';
import { startJourney } from '../../../src/lib/flow/answers.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
// As the pages number them: the first receiver typed and the first person typed.
const input = {
	...startJourney('share'),
	receivers: [{ id: 'other-1', label: 'School counsellor' }],
	persons: [{ id: 'other-1', label: 'Older sister' }]
};

it('tells a person from a receiver of the same number', () => {
	expect(aboutWords(input, { receiver: 'other-1', person: 'other-1' })).toBe(
		'School counsellor, Older sister'
	);
	expect(aboutWords(input, { person: 'other-1' })).toBe('Older sister');
});

it('names persons where persons were chosen, and receivers where receivers were', () => {
	const said = (node: string) => answerWords(pack, input, { key: node, node, value: ['other-1'] }).said;
	expect(said('each-person')).toBe('Older sister');
	expect(said('each-receiver')).toBe('School counsellor');
});
