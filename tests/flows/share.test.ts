import { describe, expect, it } from 'vitest';
import { contentPack } from '../support/pack.ts';
import { scenario } from '../support/scenario.ts';

const pack = await contentPack();

const toReceivers = () =>
	scenario(pack, 'share')
		.answer('what-brings-you', 'seen-or-told')
		.answer('immediate-danger', 'no')
		.answer('identifiable', 'yes')
		.answer('why-share', 'protect-child')
		.answer('specific-report', 'none')
		.receivers('social-care', 'police')
		.answer('each-receiver', ['social-care', 'police']);

const ALL_TICKS = [
	'my-body-in-scope',
	'receiver-in-scope',
	'about-a-child',
	'relevant-to-welfare',
	'may-help-receiver'
];

describe('Should I share?', () => {
	it('treats "not sure" about danger as danger', () => {
		const journey = scenario(pack, 'share').answer('what-brings-you', 'may-be-danger');
		journey.answer('immediate-danger', 'not-sure').answer('emergency-card', 'seen').shouldWaitAt('O-EMERG');
		expect(journey.result.caseFlags).toContain('emergency');
	});

	it('goes to the one emergency card from any question, and stops everything but the record', () => {
		const journey = toReceivers().answer('scope-check', 'danger-now').answer('emergency-card', 'seen');
		journey.answer('O-EMERG', 'seen').shouldWaitAt('fill-fields');
		expect(journey.result.receivers).toEqual(['social-care']);
	});

	it('asks shared ticks once and carries them to the next receiver', () => {
		const journey = toReceivers()
			.answer('scope-check', ALL_TICKS)
			.answer('more-harm', 'no')
			.answer('O-DUTY', 'seen');
		journey.persons('mother').answer('caution-signs', []).answer('each-person', ['mother']);
		journey.answer('safe-to-talk', 'safe').answer('told-reaction', 'no-objection');
		journey.answer('minimum-set', 'all-done').answer('identity-risk', 'no').answer('still-danger', 'no');
		journey
			.answer('choose-channel', 'phone')
			.answer('channel-approved', 'yes')
			.answer('common-checks', 'all-done');
		journey.answer('receipt', 'confirmed').answer('E-SENT', 'seen').shouldWaitAt('scope-check');
		const step = journey.stepOf('scope-check');
		expect(step.receiver?.id).toBe('police');
		expect(step.carried).toEqual(['my-body-in-scope', 'about-a-child', 'relevant-to-welfare']);
		expect(step.options.map((option) => option.id)).toEqual([
			'receiver-in-scope',
			'may-help-receiver',
			'not-sure'
		]);
		journey.answer('scope-check', ['receiver-in-scope', 'may-help-receiver']).shouldWaitAt('more-harm');
	});

	it('tells the family once for the whole case', () => {
		const journey = toReceivers()
			.answer('scope-check', ALL_TICKS)
			.answer('more-harm', 'no')
			.answer('O-DUTY', 'seen');
		journey.persons('mother').answer('caution-signs', []).answer('each-person', ['mother']);
		journey
			.answer('safe-to-talk', 'unsafe')
			.answer('minimum-set', 'wrong-receiver')
			.answer('O-NOTNOW', 'seen');
		journey.answer('scope-check', ['receiver-in-scope', 'may-help-receiver']).answer('more-harm', 'no');
		journey.answer('O-DUTY', 'seen').shouldWaitAt('minimum-set');
		expect(journey.result.outcomes.map((one) => `${one.receiver}:${one.id}`)).toEqual([
			'social-care:O-DUTY',
			'social-care:C-NOTELL',
			'social-care:O-NOTNOW',
			'police:O-DUTY'
		]);
		expect(journey.result.recordKinds).toEqual({ 'social-care': 'notShared', police: 'shared' });
	});

	it('seeks advice and comes back to the same question, answered anew', () => {
		const journey = toReceivers().answer('scope-check', ALL_TICKS).answer('more-harm', 'not-sure');
		journey
			.answer('get-advice', 'reached-carry-on')
			.answer('more-harm', 'yes')
			.answer('smaller-share', 'not-sure');
		journey
			.answer('get-advice', 'reached-carry-on')
			.answer('smaller-share', 'no')
			.shouldWaitAt('O-DETRIMENT');
		expect(journey.result.receiverFlags['social-care']).toContain('second-opinion');
	});

	it('keeps an answer that a later change took off the path, but does not use it', () => {
		const journey = toReceivers()
			.answer('scope-check', ALL_TICKS)
			.answer('more-harm', 'no')
			.shouldWaitAt('O-DUTY');
		journey.change('identifiable', 'no').shouldWaitAt('O-ANON');
		expect(journey.result.setAside.map((answer) => answer.node)).toContain('more-harm');
		expect(journey.result.receiverFlags).toEqual({});
		journey.change('identifiable', 'yes').shouldWaitAt('O-DUTY');
		expect(journey.result.setAside).toEqual([]);
	});

	it('does not offer a control that shares where nothing is to be shared', () => {
		const journey = scenario(pack, 'share').answer('what-brings-you', 'asked-for-information');
		journey.answer('who-asks', 'parent-or-relative').answer('sure-who', 'yes').answer('request-clear', 'yes');
		journey.answer('risky-asker', 'yes').shouldWaitAt('O-SAR');
		expect(journey.waiting).toMatchObject({ kind: 'outcome', mayShare: false });
		expect(journey.result.shown).not.toContain('share-button');
	});

	it('takes every later receiver through the duty once a child risk turned up', () => {
		const journey = scenario(pack, 'share')
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no');
		journey.answer('identifiable', 'yes').answer('why-share', 'service-research-other').receivers('a', 'b');
		journey.answer('each-receiver', ['a', 'b']).answer('other-basis', 'asked-or-agreed');
		journey.answer('which-agreement', 'to-a-service').answer('caution-signs', []).persons('girl');
		journey
			.answer('each-person', ['girl'])
			.answer('safe-to-talk', 'safe')
			.answer('whose-information', 'under-16');
		journey.answer('competence', 'under-13-sexual-activity').answer('O-SAFEGUARD', 'seen');
		journey.change('competence', 'under-13-sexual-activity');
		expect(journey.result.caseFlags).toContain('child-risk');
	});

	it('leaves an answer unknown to this pack aside and asks again', () => {
		const journey = scenario(pack, 'share').answer('what-brings-you', 'from-another-pack');
		journey.shouldWaitAt('what-brings-you');
		expect(journey.result.setAside).toHaveLength(1);
	});
});

describe('dated rules', () => {
	const upToReceiver = (decidedAt: string, override: 'on' | 'off' | 'auto' = 'auto') =>
		scenario(pack, 'share', {
			context: {
				decidedAt,
				settings: { ...pack.localSettings, ruleOverrides: { dutyActive: override } }
			}
		})
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no')
			.answer('identifiable', 'yes')
			.answer('why-share', 'protect-child')
			.answer('specific-report', 'none')
			.receivers('a')
			.answer('each-receiver', ['a']);

	it('are off one second before London midnight of the start', () =>
		upToReceiver('2026-09-29T22:59:59Z').shouldWaitAt('child-harm'));
	it('are on from London midnight, an hour before UTC midnight in summer', () =>
		upToReceiver('2026-09-29T23:00:00Z').shouldWaitAt('scope-check'));
	it('obey a local override before the date', () =>
		upToReceiver('2026-11-16T15:00:00Z', 'off').shouldWaitAt('child-harm'));
	it('say when their review is overdue, by today and not by the decision', () => {
		const late = scenario(pack, 'secure', { context: { today: '2027-01-01' } });
		expect(late.result.shown).not.toContain('rule-review-overdue');
		const share = upToReceiver('2026-11-16T15:00:00Z');
		expect(share.result.shown).toContain('rule-verify-note');
		expect(share.result.shown).not.toContain('rule-review-overdue');
	});
});
