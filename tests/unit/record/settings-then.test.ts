import { beforeAll, expect, it } from 'vitest';
import { startJourney } from '#lib/flow/answers.ts';
import { journeyOf, makeRecord } from '#lib/record/make.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

let pack: Pack;
beforeAll(async () => {
	pack = await contentPack();
});

const now = '2026-11-16T15:00:00Z';
const make = (ruleOverrides: Pack['localSettings']['ruleOverrides']) => {
	const settings = { ...pack.localSettings, ruleOverrides };
	return makeRecord({ pack, input: startJourney('share'), now, settings, timeZone: pack.timeZone });
};

it('replays a record with the rules of its decision, whatever was switched since', () => {
	const record = make({ dutyActive: 'off', csaDutyActive: 'auto' });
	expect(journeyOf(pack, record, pack.localSettings).rules.dutyActive).toBe('off');
});

it('does not switch a rule in a record made while all went by their dates', () => {
	const later = { ...pack.localSettings, ruleOverrides: { dutyActive: 'off' as const } };
	expect(journeyOf(pack, make({ dutyActive: 'auto' }), later).rules.dutyActive).toBe('on');
});
