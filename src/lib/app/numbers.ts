/** The four local telephone numbers of a device. Pure. */
import type { LocalNumbers } from '../pack/types.ts';

export type NumberId = keyof LocalNumbers;
export type StoredNumbers = LocalNumbers;

/** Nothing stored yet. */
export const NO_NUMBERS: StoredNumbers = {
	childrensSocialCare: null,
	outOfHours: null,
	policeNonEmergency: null,
	safeguardingLead: null
};

/** Where no pack is at hand: 101 reaches the police everywhere in England. */
export const NATIONAL_NUMBERS: StoredNumbers = { ...NO_NUMBERS, policeNonEmergency: '101' };

/** In the order in which they are shown. */
export const NUMBER_NAMES: readonly {
	readonly id: NumberId;
	readonly name: string;
	readonly hint: string;
}[] = [
	{
		id: 'childrensSocialCare',
		name: "Children's social care",
		hint: 'The front door of your council, office hours'
	},
	{ id: 'outOfHours', name: 'Out of hours', hint: 'Emergency duty team: evenings, nights, weekends' },
	{ id: 'policeNonEmergency', name: 'Police, not an emergency', hint: '101 in England' },
	{ id: 'safeguardingLead', name: 'Your safeguarding lead', hint: 'Or the manager on call' }
];

/**
 * A telephone number as typed, made plain: digits and spaces, `+` in front allowed.
 * @returns null for an empty field (no number), undefined when it cannot be a telephone number
 */
export function asPhoneNumber(typed: string): string | null | undefined {
	const plain = typed
		.replace(/[().-]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (plain === '') return null;
	const digits = plain.replace(/\D/g, '');
	const isNumber = /^\+?[\d ]+$/.test(plain) && digits.length >= 3 && digits.length <= 15;
	return isNumber ? plain : undefined;
}

/** Address of a `tel:` link. */
export function telLink(number: string): string {
	return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** Reads stored numbers; anything of a wrong shape counts as not stored. */
export function asNumbers(value: unknown): StoredNumbers {
	if (typeof value !== 'object' || value === null) return NO_NUMBERS;
	const entries = NUMBER_NAMES.map(({ id }) => {
		const found: unknown = Reflect.get(value, id);
		return [id, (typeof found === 'string' && asPhoneNumber(found)) || null] as const;
	});
	// The four ids are exactly the keys of LocalNumbers.
	return Object.fromEntries(entries) as unknown as StoredNumbers;
}

/** The numbers to use: the device's own before the organisation's. */
export function withStored(organisation: LocalNumbers, stored: StoredNumbers): LocalNumbers {
	return {
		childrensSocialCare: stored.childrensSocialCare ?? organisation.childrensSocialCare,
		outOfHours: stored.outOfHours ?? organisation.outOfHours,
		policeNonEmergency: stored.policeNonEmergency ?? organisation.policeNonEmergency,
		safeguardingLead: stored.safeguardingLead ?? organisation.safeguardingLead
	};
}

/** One line of the list of numbers. */
export interface NumberRow {
	readonly id: NumberId;
	readonly name: string;
	readonly number: string | null;
	readonly href: string;
}

/** The four numbers as lines to show, in order. */
export function numberRows(numbers: LocalNumbers): readonly NumberRow[] {
	return NUMBER_NAMES.map(({ id, name }) => {
		const number = numbers[id];
		return { id, name, number, href: number === null ? '' : telLink(number) };
	});
}
