import { describe, expect, it } from 'vitest';
import { contentPack } from '../support/pack.ts';
import { scenario } from '../support/scenario.ts';

const pack = await contentPack();

describe('consent', () => {
	it('takes each person alone and lets the priority decide', () => {
		const journey = scenario(pack, 'consent').answer('would-share-anyway', 'no');
		journey.answer('which-agreement', 'to-a-service').answer('caution-signs', []).persons('mother', 'boy');
		journey.answer('each-person', ['mother', 'boy']).answer('safe-to-talk', 'safe');
		journey
			.answer('whose-information', 'adult')
			.answer('capacity', 'yes')
			.answer('valid-agreement', 'all-done');
		journey.answer('their-answer', 'yes').answer('safe-to-talk', 'unsafe').shouldWaitAt('C-NOTELL');
		expect(journey.result.outcomes.map((one) => `${one.person}:${one.id}`)).toEqual([
			'mother:C-GIVEN',
			'boy:C-NOTELL'
		]);
	});

	it('goes on to weighing when it stands alone and settles nothing', () => {
		const journey = scenario(pack, 'consent')
			.answer('would-share-anyway', 'not-sure')
			.answer('C-WEIGH', 'seen');
		journey.answer('weigh', 'share-less').shouldWaitAt('O-PARTIAL');
		expect(journey.result.recordKinds).toEqual({ '': 'partly' });
	});

	it('starts at a named entry', () => {
		scenario(pack, 'consent', { entry: 'agreement-withdrawn' }).shouldWaitAt('withdrawn');
	});
});

describe('secure', () => {
	it('puts safety before paperwork when something went wrong', () => {
		const journey = scenario(pack, 'secure', {
			entry: 'something-went-wrong',
			context: { linkedRecord: 'shared' }
		});
		journey
			.answer('breach-danger', 'yes')
			.answer('protect-first', 'seen')
			.answer('breach-contain', 'all-done');
		journey.answer('breach-tell', 'all-done').answer('breach-risk', 'high').shouldWaitAt('E-BREACH');
		expect(journey.result.recordKinds).toEqual({ '': 'shared' });
	});

	it('does not send through a channel the employer has not approved', () => {
		const journey = scenario(pack, 'secure').answer('still-danger', 'no').answer('choose-channel', 'message');
		journey.answer('channel-approved', 'not-sure').shouldWaitAt('E-WAIT');
		expect(journey.result.recordKinds).toEqual({ '': 'deferred' });
	});
});

describe('record', () => {
	it('asks for the kind only when no flow led there', () => {
		scenario(pack, 'record').answer('outcome-kind', 'notShared').shouldWaitAt('fill-fields');
		const led = scenario(pack, 'secure')
			.answer('still-danger', 'danger-now')
			.answer('emergency-card', 'seen');
		led.answer('O-EMERG', 'seen').shouldWaitAt('fill-fields');
	});

	it('shows only the checks that apply', () => {
		const journey = scenario(pack, 'secure')
			.answer('still-danger', 'danger-now')
			.answer('emergency-card', 'seen');
		journey.answer('O-EMERG', 'seen').answer('fill-fields', 'seen').shouldWaitAt('record-checks');
		expect(journey.stepOf('record-checks').items.map((item) => item.id)).not.toContain('risk-and-review');
	});

	it('ends locked after handing over', () => {
		const journey = scenario(pack, 'record').answer('outcome-kind', 'shared').answer('fill-fields', 'seen');
		journey.answer('record-checks', 'all-done').answer('hand-over', 'handed-over').answer('lock', 'seen');
		journey.answer('D-LOCKED', 'seen');
		expect(journey.result.isFinished).toBe(true);
	});
});
