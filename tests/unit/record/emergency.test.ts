import { describe, expect, it } from 'vitest';
import { emergencyLeft, firstFields, isEmergencyOpen } from '#lib/record/emergency.ts';
import { blockedParts } from '#lib/record/blocked.ts';
import { recordForm } from '#lib/record/form.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import { missingParts } from '#lib/record/missing.ts';
import { withValue } from '#lib/record/paths.ts';
import { contentPack } from '../../support/pack.ts';
import { completed, emergency } from '../../support/complete-record.ts';
import { scenario } from '../../support/scenario.ts';

const pack = await contentPack();
const settings = pack.localSettings;
const replayed = (record = emergency()) => ({ record, result: journeyOf(pack, record, settings) });

const advice = () => {
	const { input } = scenario(pack, 'share').answer('what-brings-you', 'seen-or-told');
	return makeRecord({ pack, input, now: '2026-11-20T09:00:00Z', settings, timeZone: 'Europe/London' });
};

describe('the first save in an emergency', () => {
	it('asks for what E requires and no more, in the order in which a person tells it', () => {
		const asked = firstFields(pack, replayed()).filter(({ isWaiting }) => isWaiting);
		const ids = asked.map(({ form }) => form.field.id);
		expect(ids.slice(0, 4)).toEqual([
			'concernSummary',
			'informationShared',
			'informationWithheld',
			'recipients'
		]);
		expect(ids.toSorted()).toEqual(
			missingParts(pack, replayed())
				.map(({ field }) => field.id)
				.toSorted()
		);
		// What the answers gave is not asked again.
		expect(ids).not.toContain('channel');
		expect(ids).not.toContain('urgency');
		for (const later of ['art6Basis', 'statements', 'weighing', 'viewsChild'])
			expect(ids).not.toContain(later);
	});

	it('leaves the rest for afterwards, and is open until that is written', () => {
		const first = replayed(completed(emergency()));
		expect(missingParts(pack, first)).toEqual([]);
		const left = emergencyLeft(pack, first).map(({ field }) => field.id);
		expect(left).toEqual(expect.arrayContaining(['art6Basis', 'statements', 'weighing', 'viewsChild']));
		expect(isEmergencyOpen(pack, first, 'draft')).toBe(true);
		expect(isEmergencyOpen(pack, first, 'final')).toBe(true);
		const whole = { ...first, record: completed(first.record, { missing: emergencyLeft(pack, first) }) };
		expect(emergencyLeft(pack, whole)).toEqual([]);
		expect(isEmergencyOpen(pack, whole, 'final')).toBe(false);
		expect(isEmergencyOpen(pack, whole, 'draft')).toBe(true);
	});

	it('is of no other kind', () => {
		const other = replayed(advice());
		expect(isEmergencyOpen(pack, other, 'draft')).toBe(false);
		expect(emergencyLeft(pack, other)).toEqual([]);
	});
});

describe('a date that cannot be', () => {
	it('keeps a record from becoming final, also where the field is optional, and names the field', () => {
		const whole = completed(emergency());
		for (const [path, field] of [
			['r:/review/date', 'review'],
			['case/statements/1/date', 'statements'],
			['case/decidedAt', 'decidedAt']
		] as const) {
			const bad = withValue(whole, path, '31/02/2026');
			const missing = missingParts(pack, replayed(bad)).map((one) => one.field.id);
			expect(missing, path).toContain(field);
			const part = recordForm(pack, replayed(bad)).find(({ fields }) =>
				fields.some((one) => one.field.id === field)
			);
			expect(part?.missing).toContain(pack.record.fields.find(({ id }) => id === field)?.label);
		}
	});
});

describe('blockedParts', () => {
	it('blocks a part for a reason only: the questions are open, or the record is not final', () => {
		const open = replayed(advice());
		const blocked = blockedParts(pack, { result: open.result, parts: recordForm(pack, open) });
		expect(blocked.find(({ id }) => id === 'shared')?.reason).toBe('questions-open');
		expect(blocked.find(({ id }) => id === 'handover')?.reason).toBe('after-final');
		const ended = replayed();
		const result = { ...ended.result, isFinished: true };
		expect(blockedParts(pack, { result, parts: recordForm(pack, ended) }).map(({ id }) => id)).toEqual([
			'handover'
		]);
	});
});
