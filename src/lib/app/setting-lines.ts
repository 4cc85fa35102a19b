/** Where a local setting matters, and what is said there. The only place that maps pages to settings. Pure. */
import type { LocalSettings } from '../pack/types.ts';
import { asLocal, CHANNELS } from './local-settings.ts';

/** One line about a local setting on a page. */
export interface SettingLine {
	readonly id: string;
	readonly text: string;
	/** Nothing is set: the person is sent to the office. */
	readonly isMissing: boolean;
	/** `https:` address to open, for the referral form. */
	readonly href?: string;
}

/** A page, by what is on it. */
export interface SettingPlace {
	/** Id of the node or outcome. */
	readonly at: string;
	readonly concepts: readonly string[];
}

interface Known {
	readonly settings: LocalSettings;
	/** What was said on this device, as stored. */
	readonly local: unknown;
}

interface Rule {
	readonly id: string;
	readonly at?: readonly string[];
	readonly concepts?: readonly string[];
	readonly say: (known: Known) => Omit<SettingLine, 'id'>;
}

const said = (text: string): Omit<SettingLine, 'id'> => ({ text, isMissing: false });
const ask = (text: string): Omit<SettingLine, 'id'> => ({ text, isMissing: true });

const hours = (count: number) => (count === 1 ? '1 hour' : `${count} hours`);

/** A default of Doorstep is not the office's word, so it is named as what it is. */
function limit(known: Known, id: 'followUpHours' | 'handOverHours', what: string): Omit<SettingLine, 'id'> {
	const count = known.settings[id];
	return asLocal(known.local)[id] === undefined
		? ask(`${what}: no local limit is set here. Doorstep suggests ${hours(count)}. Ask your office.`)
		: said(`${what}: within ${hours(count)}, by your local setting.`);
}

const RULES: readonly Rule[] = [
	{
		id: 'ageRuleOfThumb',
		at: ['competence'],
		concepts: ['competence-under-16'],
		say: ({ settings: { ageRuleOfThumb: age } }) =>
			age === null
				? ask(
						'Local rule of thumb: none is set here. England has no fixed age. Judge this child, and this decision.'
					)
				: said(
						`Local rule of thumb: many children from ${age} may be able to decide. It is no fixed age: England has none. Judge this child, and this decision.`
					)
	},
	{
		id: 'approvedChannels',
		at: ['choose-channel', 'channel-approved'],
		say({ settings: { approvedChannels } }) {
			const names = CHANNELS.filter(({ id }) => approvedChannels.includes(id)).map(({ name }) => name);
			return names.length === 0
				? ask('Your office has not said here which channels it allows. Ask your office.')
				: said(`Your office allows: ${names.join('; ')}.`);
		}
	},
	{
		id: 'designatedAgencies',
		at: ['scope-check'],
		say: ({ settings: { designatedAgencies: names } }) =>
			names.length === 0
				? ask('No designated agencies are listed here. Ask your office which ones count locally.')
				: said(`Designated agencies listed here: ${names.join('; ')}.`)
	},
	{
		id: 'followUpHours',
		concepts: ['written-follow-up-timer'],
		say: (known) => limit(known, 'followUpHours', 'Written follow-up')
	},
	{
		id: 'handOverHours',
		at: ['hand-over', 'D-DRAFT'],
		say: (known) => limit(known, 'handOverHours', 'Hand over the record')
	},
	{
		id: 'referralFormLink',
		at: ['O-DUTY', 'O-DUTY-PART', 'O-SAFEGUARD', 'O-WELFARE'],
		say: ({ settings: { referralFormLink: href } }) =>
			typeof href === 'string'
				? {
						...said('Referral form of your council. It needs signal; the telephone does not wait for it.'),
						href
					}
				: ask('No referral form is set here. Ask your office, or phone: a call needs no form.')
	},
	{
		id: 'safeguardingLead',
		at: ['get-advice', 'O-ADVICE', 'O-HOLD-IG'],
		concepts: ['advice-route'],
		say: ({ settings: { safeguardingLead: name } }) =>
			typeof name === 'string'
				? said(`Safeguarding lead: ${name}.`)
				: ask('Who your safeguarding lead is, is not set here. Ask your office.')
	},
	{
		id: 'outOfHoursTeam',
		at: ['get-advice', 'O-ADVICE', 'O-HOLD-IG'],
		concepts: ['advice-route'],
		say: ({ settings: { outOfHoursTeam: name } }) =>
			typeof name === 'string'
				? said(`Out of hours: ${name}.`)
				: ask('The name of the out-of-hours team is not set here. Ask your office.')
	}
];

/** The lines about local settings that belong on a page, in order. */
export function settingLines(place: SettingPlace, known: Known): readonly SettingLine[] {
	return RULES.filter(
		({ at = [], concepts = [] }) =>
			at.includes(place.at) || concepts.some((concept) => place.concepts.includes(concept))
	).map(({ id, say }) => ({ id, ...say(known) }));
}

/** Every node, outcome and concept that a line hangs on, so that a test can hold them to the pack. */
export const SETTING_PLACES: { readonly at: readonly string[]; readonly concepts: readonly string[] } = {
	at: RULES.flatMap(({ at = [] }) => at),
	concepts: RULES.flatMap(({ concepts = [] }) => concepts)
};
