/** What an office would say, as typed on this device: hours, channels, agencies, a form's link. Pure. */
import type { LocalSettings, RuleOverride } from '../pack/types.ts';
import { withStored, type StoredNumbers } from './numbers.ts';

/** Ids of the answers of node `choose-channel`, in its order. */
export const CHANNELS = [
	{ id: 'phone', name: 'By phone' },
	{ id: 'face-to-face', name: 'Face to face' },
	{ id: 'email', name: 'By email' },
	{ id: 'post', name: 'By post' },
	{ id: 'platform', name: 'On a shared platform or portal' },
	{ id: 'message', name: 'By messaging app' },
	{ id: 'fax', name: 'By fax' },
	{ id: 'paper', name: 'On paper, by hand' },
	{ id: 'device', name: 'On a device, at the visit' },
	{ id: 'online-meeting', name: 'In an online meeting' }
] as const;

const LONGEST_LINE = 80;
const MOST_AGENCIES = 60;
const MOST_HOURS = 168;
const AGES = { youngest: 8, oldest: 17 };

/** What is stored; an absent member was never set here. */
export interface StoredLocal {
	readonly outOfHoursTeam?: string;
	readonly safeguardingLead?: string;
	readonly followUpHours?: number;
	readonly handOverHours?: number;
	readonly ageRuleOfThumb?: number;
	readonly referralFormLink?: string;
	readonly approvedChannels?: readonly string[];
	readonly designatedAgencies?: readonly string[];
	readonly ruleOverrides?: Readonly<Record<string, 'on' | 'off'>>;
}

/** The form's fields that are typed. */
export type TypedId = Exclude<keyof StoredLocal, 'approvedChannels' | 'ruleOverrides'>;
export type Typed = Readonly<Record<TypedId, string>>;

/** Everything stored on this device, as `DeviceSettings` holds it; `local` is checked where it is used. */
export interface StoredSettings {
	readonly numbers: StoredNumbers;
	readonly local: unknown;
}

/** A whole number from `least` to `most`; undefined for anything else. */
function wholeNumber(value: unknown, least: number, most: number): number | undefined {
	return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
		? value
		: undefined;
}

const digits = (typed: string): number => (/^\d{1,4}$/.test(typed) ? Number(typed) : Number.NaN);
const asHours = (value: unknown) => wholeNumber(value, 1, MOST_HOURS);
const asAge = (value: unknown) => wholeNumber(value, AGES.youngest, AGES.oldest);

function asLine(value: unknown): string | undefined {
	if (typeof value !== 'string') return undefined;
	const plain = value.replace(/\s+/g, ' ').trim();
	return plain !== '' && plain.length <= LONGEST_LINE ? plain : undefined;
}

function asLink(value: unknown): string | undefined {
	if (typeof value !== 'string' || !URL.canParse(value.trim())) return undefined;
	const url = new URL(value.trim());
	return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}

function asList(value: unknown, one: (item: unknown) => string | undefined): readonly string[] | undefined {
	if (!Array.isArray(value)) return undefined;
	const lines = value.map(one).filter((line) => line !== undefined);
	return lines.length === 0 ? undefined : [...new Set(lines)].slice(0, MOST_AGENCIES);
}

const asChannel = (value: unknown): string | undefined => CHANNELS.find(({ id }) => id === value)?.id;

function asOverrides(value: unknown): Readonly<Record<string, 'on' | 'off'>> | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const set = Object.entries(value).filter(
		(entry): entry is [string, 'on' | 'off'] => entry[1] === 'on' || entry[1] === 'off'
	);
	return set.length === 0 ? undefined : Object.fromEntries(set);
}

const READERS: { readonly [Id in keyof StoredLocal]-?: (value: unknown) => StoredLocal[Id] } = {
	outOfHoursTeam: asLine,
	safeguardingLead: asLine,
	followUpHours: asHours,
	handOverHours: asHours,
	ageRuleOfThumb: asAge,
	referralFormLink: asLink,
	approvedChannels: (value) => asList(value, asChannel),
	designatedAgencies: (value) => asList(value, asLine),
	ruleOverrides: asOverrides
};

/** Reads stored or imported settings; a member of a wrong shape counts as not set. */
export function asLocal(value: unknown): StoredLocal {
	if (typeof value !== 'object' || value === null) return {};
	const read = Object.entries(READERS).map(([id, reader]) => [id, reader(Reflect.get(value, id))] as const);
	return Object.fromEntries(read.filter(([, found]) => found !== undefined));
}

const TYPED_IDS = [
	'outOfHoursTeam',
	'safeguardingLead',
	'followUpHours',
	'handOverHours',
	'ageRuleOfThumb',
	'referralFormLink',
	'designatedAgencies'
] as const satisfies readonly TypedId[];

/** What the form shows for stored settings. */
export function typedFrom(stored: StoredLocal): Typed {
	const shown = TYPED_IDS.map((id) => {
		const value = stored[id] ?? '';
		return [id, typeof value === 'object' ? value.join('\n') : String(value)] as const;
	});
	// The ids are exactly those of Typed.
	return Object.fromEntries(shown) as Typed;
}

const lines = (typed: string) => typed.split('\n').filter((line) => line.trim() !== '');

const FROM_TYPED: Readonly<Record<TypedId, (typed: string) => unknown>> = {
	outOfHoursTeam: asLine,
	safeguardingLead: asLine,
	followUpHours: (typed) => asHours(digits(typed)),
	handOverHours: (typed) => asHours(digits(typed)),
	ageRuleOfThumb: (typed) => asAge(digits(typed)),
	referralFormLink: asLink,
	designatedAgencies(typed) {
		const all = lines(typed);
		const isGood = all.length <= MOST_AGENCIES && all.every((line) => asLine(line) !== undefined);
		return isGood ? all : undefined;
	}
};

/** Ids of the fields whose text cannot be used. An empty field is fine: it means "not said". */
export function wrongFields(typed: Typed): readonly TypedId[] {
	return TYPED_IDS.filter((id) => typed[id].trim() !== '' && FROM_TYPED[id](typed[id].trim()) === undefined);
}

/** The settings that typed text gives; fields that cannot be used are left out. */
export function localFrom(typed: Typed, approvedChannels: readonly string[]): StoredLocal {
	const read = TYPED_IDS.map((id) => [id, FROM_TYPED[id](typed[id].trim())]);
	return asLocal({ ...Object.fromEntries(read), approvedChannels });
}

/** The organisation's settings with what this device says before them. */
export function settingsOver(organisation: LocalSettings, stored: StoredSettings): LocalSettings {
	const { ruleOverrides, ...local } = asLocal(stored.local);
	const overrides: Readonly<Record<string, RuleOverride>> = {
		...organisation.ruleOverrides,
		...ruleOverrides
	};
	return {
		...organisation,
		...local,
		ruleOverrides: overrides,
		numbers: withStored(organisation.numbers, stored.numbers)
	};
}
