import { describe, expect, it } from 'vitest';
import { carryIntoShare, quickResult } from '#lib/flow/quick.ts';
import { journey } from '#lib/flow/journey.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

const pack = await contentPack();
const context = contextFor(pack);

describe('quick check', () => {
	it('adds that the law says must only while the duty is on', () => {
		const taps = { why: 'child-harm', who: 'social-care-or-police' };
		expect(quickResult(pack, taps, context)).toMatchObject({ id: 'Q-SHARE', strength: 'should' });
		expect(quickResult(pack, taps, context)?.adds).toMatch(/must/);
		const before = contextFor(pack, { decidedAt: '2026-09-01T10:00:00Z' });
		expect(quickResult(pack, taps, before)).not.toHaveProperty('adds');
	});

	it('shows that the review of a dated rule is overdue', () => {
		const late = contextFor(pack, { today: '2027-02-01' });
		const taps = { why: 'child-harm', who: 'social-care-or-police' };
		expect(quickResult(pack, taps, late)?.shows).toContain('rule-review-overdue');
	});

	it('gives a result in every cell', () => {
		const results = pack.quick.why.answers.flatMap((why) =>
			pack.quick.who.answers.map((who) => quickResult(pack, { why: why.id, who: who.id }, context)?.says)
		);
		expect(results).toHaveLength(25);
		expect(results).not.toContain(undefined);
	});

	it('knows no result for an unknown tap', () => {
		expect(quickResult(pack, { why: 'child-harm', who: 'nobody' }, context)).toBeUndefined();
	});

	it('carries why and "no danger" into the full check, but not who', () => {
		const input = carryIntoShare(pack, { why: 'child-harm', who: 'family-or-person' }, context);
		expect(input.answers.map((answer) => answer.node)).toEqual(['what-brings-you', 'immediate-danger']);
		expect(journey(pack, input, context).current).toMatchObject({ node: 'identifiable' });
	});

	it('stops carrying where the full check takes another way', () => {
		const input = carryIntoShare(pack, { why: 'asked', who: 'not-decided' }, context);
		expect(journey(pack, input, context).current).toMatchObject({ node: 'who-asks' });
	});
});
