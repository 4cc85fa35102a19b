import { expect, it } from 'vitest';
import { giveAnswer, startJourney } from '../../../src/lib/flow/answers.ts';
import { journey } from '../../../src/lib/flow/journey.ts';
import { SEEN } from '../../../src/lib/flow/questions.ts';
import type { Step } from '../../../src/lib/flow/types.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

const pack = await contentPack();

const GIVEN: Readonly<Record<string, string>> = {
	'still-danger': 'no',
	'choose-channel': 'phone',
	'channel-approved': 'yes',
	'common-checks': 'all-done'
};
const valueAt = (step: Step) => (step.kind === 'outcome' ? SEEN : GIVEN[step.node]);

it('shows what a gate brings up with the answer that led to it', () => {
	let input = startJourney('secure');
	for (;;) {
		const step = journey(pack, input, contextFor(pack)).current;
		const value = step && valueAt(step);
		if (step === undefined || value === undefined) break;
		input = giveAnswer(input, step, { value });
	}
	const checks = journey(pack, input, contextFor(pack)).steps.find(
		(step) => step.kind !== 'outcome' && step.node === 'common-checks'
	);
	expect(checks?.answerShows).toContain('written-follow-up-timer');
});
