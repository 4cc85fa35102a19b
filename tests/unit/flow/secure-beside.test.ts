import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../../src/lib/flow/answers.ts';
import { journeyWithAllRules } from '../../../src/lib/flow/rules-card.ts';
import { secureJourney } from '../../../src/lib/flow/secure-beside.ts';
import type { JourneyInput, Step } from '../../../src/lib/flow/types.ts';
import { contentPack, contextFor } from '../../support/pack.ts';
import { scenario, type Scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const context = contextFor(pack);
const SCOPE = [
	'my-body-in-scope',
	'receiver-in-scope',
	'about-a-child',
	'relevant-to-welfare',
	'may-help-receiver'
];

/** A duty to share with two receivers, decided for the first. */
function atDuty(): Scenario {
	const share = scenario(pack, 'share').answer('what-brings-you', 'seen-or-told');
	share.answer('immediate-danger', 'no-but-today').answer('identifiable', 'yes');
	share.answer('why-share', 'protect-child').answer('specific-report', 'none').receivers('care', 'police');
	share.answer('each-receiver', ['care', 'police']).answer('scope-check', SCOPE).answer('more-harm', 'no');
	return share.shouldWaitAt('O-DUTY');
}

const nameOf = (step: Step): string => (step.kind === 'outcome' ? step.outcome.id : step.node);

function anyAnswer(step: Step): string | readonly string[] {
	if (step.kind === 'outcome') return 'seen';
	return step.kind === 'loop' ? ['mother'] : (step.options[0]?.id ?? 'seen');
}

const party = (id: string) => ({ id, label: id });

function answerBeside(input: JourneyInput, receiver: string, answers: Readonly<Record<string, string>>) {
	return Object.entries(answers).reduce((next, [node, value]) => {
		const step = secureJourney(pack, next, { context, receiver: party(receiver) }).current!;
		expect(nameOf(step)).toBe(node);
		return giveAnswer(next, step, { value });
	}, input);
}

const BY_PHONE = {
	'still-danger': 'no',
	'choose-channel': 'phone',
	'channel-approved': 'yes',
	'common-checks': 'all-done',
	receipt: 'confirmed',
	'E-SENT': 'seen'
};

describe('flow `secure` beside a journey', () => {
	it('counts for the record before the journey comes to it', () => {
		const input = answerBeside(atDuty().input, 'care', BY_PHONE);
		const { receiverFlags, outcomes, ownCount, current, steps } = journeyWithAllRules(pack, input, context);
		expect(receiverFlags.care).toContain('spoken');
		expect(outcomes.map(({ id }) => id)).toEqual(['O-DUTY', 'E-PHONE', 'E-SENT']);
		expect(current?.kind === 'outcome' && current.outcome.id).toBe('O-DUTY');
		expect(steps[ownCount - 1]).toEqual(current);
		expect(steps.length).toBe(ownCount + 6);
	});

	it('is not asked again when the journey comes to it', () => {
		const share = atDuty();
		share.input = answerBeside(share.input, 'care', BY_PHONE);
		share.answer('O-DUTY', 'seen').answer('caution-signs', []).persons('mother');
		const asked: string[] = [];
		while (share.waiting?.receiver?.id === 'care') {
			asked.push(nameOf(share.waiting));
			share.input = giveAnswer(share.input, share.waiting, { value: anyAnswer(share.waiting) });
		}
		expect(asked).toContain('minimum-set');
		expect(asked.filter((node) => node in BY_PHONE)).toEqual([]);
		expect(share.waiting?.receiver?.id).toBe('police');
		expect(share.result.outcomes.map(({ id }) => id)).toContain('E-SENT');
		expect(share.result.setAside).toEqual([]);
		const { steps } = secureJourney(pack, share.input, { context, receiver: party('care') });
		expect(steps.map(nameOf)).toEqual(Object.keys(BY_PHONE));
	});

	it('keeps receivers apart', () => {
		const input = answerBeside(atDuty().input, 'care', { 'still-danger': 'no', 'choose-channel': 'email' });
		const police = secureJourney(pack, input, { context, receiver: party('police') });
		expect(police.steps.map((step) => step.kind !== 'outcome' && step.node)).toEqual(['still-danger']);
	});

	it('is asked of an emergency too, whose journey an outcome has ended', () => {
		const share = scenario(pack, 'share')
			.answer('what-brings-you', 'may-be-danger')
			.answer('immediate-danger', 'yes');
		while (share.waiting && !share.result.outcomes.some(({ id }) => id === 'O-EMERG'))
			share.input = giveAnswer(share.input, share.waiting, { value: 'seen' });
		const { steps } = secureJourney(pack, share.input, { context });
		expect(steps.map((step) => step.kind !== 'outcome' && step.node)).toEqual(['still-danger']);
	});

	it('gives the pages of a journey that is flow `secure` itself', () => {
		const alone = scenario(pack, 'secure').answer('still-danger', 'no').answer('choose-channel', 'post');
		const { steps, current } = secureJourney(pack, alone.input, { context });
		expect(steps.map(({ number }) => number)).toEqual([1, 2, 3]);
		expect(current).toEqual(alone.waiting);
	});
});
