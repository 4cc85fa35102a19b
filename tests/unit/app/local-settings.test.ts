import { beforeAll, describe, expect, it } from 'vitest';
import {
	asLocal,
	CHANNELS,
	localFrom,
	settingsOver,
	typedFrom,
	wrongFields
} from '#lib/app/local-settings.ts';
import { NO_NUMBERS } from '#lib/app/numbers.ts';
import { settingLines, SETTING_PLACES } from '#lib/app/setting-lines.ts';
import { settingsText, sharedSettings } from '#lib/app/pass-on-settings.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

let pack: Pack;
beforeAll(async () => {
	pack = await contentPack();
});

const NOTHING = typedFrom({});
const FULL = {
	outOfHoursTeam: 'Night duty team',
	safeguardingLead: 'Deputy head',
	followUpHours: 12,
	handOverHours: 48,
	ageRuleOfThumb: 12,
	referralFormLink: 'https://council.example/form',
	approvedChannels: ['phone', 'post'],
	designatedAgencies: ['North school', 'South nursery']
};

describe('local settings as typed', () => {
	it('come back as they were kept', () => {
		expect(localFrom(typedFrom(FULL), FULL.approvedChannels)).toEqual(FULL);
	});

	it('may all be left empty', () => {
		expect(wrongFields(NOTHING)).toEqual([]);
		expect(localFrom(NOTHING, [])).toEqual({});
	});

	it.each([
		['followUpHours', '0'],
		['followUpHours', '169'],
		['followUpHours', '1.5'],
		['handOverHours', 'soon'],
		['ageRuleOfThumb', '7'],
		['ageRuleOfThumb', '18'],
		['referralFormLink', 'http://council.example'],
		['referralFormLink', 'https://name:secret@council.example'],
		['referralFormLink', 'javascript:alert(1)'],
		['designatedAgencies', 'x'.repeat(81)]
	] as const)('are refused: %s %j', (id, text) => {
		expect(wrongFields({ ...NOTHING, [id]: text })).toEqual([id]);
	});

	it.each([
		['followUpHours', '1'],
		['followUpHours', '168'],
		['ageRuleOfThumb', '8'],
		['ageRuleOfThumb', '17']
	] as const)('are taken at the edge: %s %j', (id, text) => {
		expect(wrongFields({ ...NOTHING, [id]: text })).toEqual([]);
	});
});

describe('local settings as stored', () => {
	it.each([null, 'text', 3, []])('read as nothing set when they are %j', (value) => {
		expect(asLocal(value)).toEqual({});
	});

	it('lose the members of a wrong shape alone', () => {
		const bent = { ...FULL, followUpHours: '12', approvedChannels: ['phone', 'pigeon'], ruleOverrides: 'on' };
		const { followUpHours: _gone, ...rest } = FULL;
		expect(asLocal(bent)).toEqual({ ...rest, approvedChannels: ['phone'] });
	});

	it('stand before what the pack says, and leave the rest', () => {
		const local = { followUpHours: 6, ruleOverrides: { dutyActive: 'off' } };
		const settings = settingsOver(pack.localSettings, { numbers: NO_NUMBERS, local });
		expect(settings).toMatchObject({ followUpHours: 6, handOverHours: 24 });
		expect(settings.ruleOverrides).toEqual({ dutyActive: 'off', csaDutyActive: 'auto' });
		expect(settings.numbers.policeNonEmergency).toBe('101');
	});

	it('offer the channels that the flow asks about', () => {
		const node = pack.flows.secure.nodes.find(({ id }) => id === 'choose-channel');
		expect(CHANNELS.map(({ id }) => id)).toEqual(node?.answers?.map(({ id }) => id));
	});
});

describe('a settings file', () => {
	it('brings numbers and settings to another device, but switches no rule', () => {
		const numbers = { ...NO_NUMBERS, outOfHours: '0300 555 0100' };
		const text = settingsText(numbers, { ...FULL, ruleOverrides: { dutyActive: 'off' } });
		expect(sharedSettings(text)).toEqual({ numbers, local: FULL });
	});

	it('switches no rule either when somebody wrote one into it', () => {
		const text = JSON.stringify({
			kind: 'doorstep-settings-1',
			local: { ruleOverrides: { dutyActive: 'off' } }
		});
		expect(sharedSettings(text)?.local).toEqual({});
	});

	it.each(['', 'x', '[]', 'null', '{"kind":"other"}'])('is refused when it is %j', (text) => {
		expect(sharedSettings(text)).toBeUndefined();
	});
});

describe('lines about local settings', () => {
	const known = (local: object) => ({
		settings: settingsOver(pack.localSettings, { numbers: NO_NUMBERS, local }),
		local
	});
	const one = (at: string, local: object, concepts: readonly string[] = []) =>
		settingLines({ at, concepts }, known(local));

	it('hang on pages that the pack has', () => {
		const nodes = Object.values(pack.flows).flatMap(({ nodes }) => nodes.map(({ id }) => id));
		const places = new Set([...nodes, ...Object.keys(pack.outcomes)]);
		expect(SETTING_PLACES.at.filter((id) => !places.has(id))).toEqual([]);
		expect(SETTING_PLACES.concepts.filter((id) => pack.concepts[id] === undefined)).toEqual([]);
	});

	it.each(['competence', 'choose-channel', 'scope-check', 'hand-over', 'O-SAFEGUARD', 'get-advice'])(
		'send to the office at %s when nothing is set',
		(at) => {
			const lines = one(at, {});
			expect(lines.length).toBeGreaterThan(0);
			expect(lines.every(({ isMissing, text }) => isMissing && /\b(office|no fixed age)\b/.test(text))).toBe(
				true
			);
		}
	);

	it.each([
		['competence', /many children from 12 .* no fixed age/],
		['choose-channel', /By phone; By post/],
		['scope-check', /North school; South nursery/],
		['hand-over', /within 48 hours/],
		['get-advice', /Deputy head/]
	] as const)('say what is set at %s', (at, words) => {
		expect(one(at, FULL)[0]?.text).toMatch(words);
	});

	it('follow the written follow-up wherever it is shown', () => {
		expect(one('receipt', FULL, ['written-follow-up-timer']).map(({ id }) => id)).toEqual(['followUpHours']);
		expect(one('receipt', FULL)).toEqual([]);
	});

	it('do not call a default of Doorstep the word of the office', () => {
		expect(one('hand-over', {})[0]?.text).toMatch(/suggests 24 hours. Ask your office/);
	});

	it('lead to the referral form, and say that it needs signal', () => {
		const [line] = one('O-SAFEGUARD', FULL);
		expect(line).toMatchObject({ href: FULL.referralFormLink, isMissing: false });
		expect(line?.text).toContain('needs signal');
	});
});
