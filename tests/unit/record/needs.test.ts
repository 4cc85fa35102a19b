import { describe, expect, it } from 'vitest';
import { neededFields } from '#lib/record/needs.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();

describe('neededFields', () => {
	it('leaves only what an anonymous share needs', () => {
		const journey = scenario(pack, 'share')
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no');
		journey.answer('identifiable', 'no').shouldWaitAt('O-ANON');
		const required = neededFields(pack, journey.result).filter((one) => one.need === 'required');
		expect(required.every((one) => pack.record.anonymousKeeps.includes(one.field.id))).toBe(true);
		expect(required.map((one) => one.field.id)).toContain('reason');
	});

	it('asks for a case field when any receiver needs it, and for a receiver field only there', () => {
		const journey = scenario(pack, 'share', { context: { decidedAt: '2026-08-01T10:00:00Z' } });
		journey
			.answer('what-brings-you', 'seen-or-told')
			.answer('immediate-danger', 'no')
			.answer('identifiable', 'yes');
		journey
			.answer('why-share', 'service-research-other')
			.receivers('a', 'b')
			.answer('each-receiver', ['a', 'b']);
		journey
			.answer('other-basis', 'agreement-or-notice')
			.answer('O-ROUTINE', 'seen')
			.answer('minimum-set', 'all-done');
		journey.answer('identity-risk', 'no').answer('still-danger', 'no').answer('choose-channel', 'phone');
		journey
			.answer('channel-approved', 'yes')
			.answer('common-checks', 'all-done')
			.answer('receipt', 'confirmed');
		journey.answer('E-SENT', 'seen').answer('other-basis', 'neither').shouldWaitAt('O-HOLD-IG');
		const needs = neededFields(pack, journey.result);
		const of = (id: string, receiver?: string) =>
			needs.find((one) => one.field.id === id && one.receiver === receiver)?.need;
		expect(of('recipients', 'a')).toBe('required');
		expect(of('recipients', 'b')).toBe('not-shown');
		expect(of('writtenFollowUpDue', 'a')).toBe('required');
		expect(of('safetySteps')).toBe('required');
	});
});
