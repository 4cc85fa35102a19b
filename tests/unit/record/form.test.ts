import { describe, expect, it } from 'vitest';
import { recordForm } from '#lib/record/form.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { withValue } from '#lib/record/paths.ts';
import { contentPack } from '../../support/pack.ts';
import { scenario, type Scenario } from '../../support/scenario.ts';

const pack = await contentPack();

function formOf(journey: Scenario, values: Record<string, string> = {}, stage: 'save' | 'handover' = 'save') {
	const { input } = journey;
	const settings = pack.localSettings;
	let record = makeRecord({ pack, input, now: '2026-11-16T15:00:00Z', settings, timeZone: 'Europe/London' });
	for (const [path, value] of Object.entries(values)) record = withValue(record, path, value);
	return recordForm(pack, { record, result: journeyOf(pack, record, settings) }, stage);
}

const twoReceivers = () => {
	const journey = scenario(pack, 'share')
		.answer('what-brings-you', 'seen-or-told')
		.answer('immediate-danger', 'no');
	journey.answer('identifiable', 'yes').answer('why-share', 'service-research-other').receivers('a', 'b');
	journey.answer('each-receiver', ['a', 'b']).answer('other-basis', 'neither').answer('O-HOLD-IG', 'seen');
	return journey.answer('other-basis', 'agreement-or-notice').answer('O-ROUTINE', 'seen');
};

describe('recordForm', () => {
	it('stands once for the case and once for each receiver', () => {
		const parts = formOf(twoReceivers());
		expect(parts.filter((part) => part.id === 'known')).toHaveLength(1);
		expect(parts.filter((part) => part.id === 'reason').map((part) => part.receiver?.id)).toEqual(['a', 'b']);
		expect(parts.map((part) => part.number)).toEqual(parts.map((_, at) => at + 1));
	});

	it('leaves out a part that an outcome does not show', () => {
		const parts = formOf(twoReceivers());
		expect(parts.filter((part) => part.id === 'sending').map((part) => part.receiver?.id)).toEqual(['b']);
	});

	it('says what is missing, and when a part is done', () => {
		const part = (values: Record<string, string>) =>
			formOf(twoReceivers(), values).find(({ id }) => id === 'you');
		expect(part({})).toMatchObject({ state: 'not-started' });
		expect(part({ 'case/practitionerName': 'N' })).toMatchObject({ state: 'started' });
		const all = {
			practitionerName: 'N',
			practitionerRole: 'R',
			organisationKind: 'gp-practice',
			profession: 'none'
		};
		const values = Object.fromEntries(Object.entries(all).map(([id, value]) => [`case/${id}`, value]));
		expect(part(values)).toMatchObject({ state: 'done', missing: [] });
	});

	it('offers the hand-over only when it is asked for', () => {
		expect(formOf(twoReceivers()).some((part) => part.id === 'handover')).toBe(false);
		expect(formOf(twoReceivers(), {}, 'handover').some((part) => part.id === 'handover')).toBe(true);
	});
});
