/**
 * Notes beside free text when more is typed than a record needs: a full name, an address, an NHS number, a date of birth,
 * somebody's phone or e-mail. A note never stops anybody. A false alarm teaches people to look away, so what could be
 * something ordinary is let pass.
 * @source content `record-fields.yaml`, leftOutByDefault; keys: issue 5, minimal by default
 */
import { fullNameIn } from './full-name.ts';

export type NudgeKind = 'full-name' | 'address' | 'nhs-number' | 'birth-date' | 'phone' | 'email';

export interface Nudge {
	readonly kind: NudgeKind;
	/** What in the text it is about, as typed. */
	readonly found: string;
}

/** Fields about people at work, who are named on purpose. */
const WORK_FIELDS: readonly string[] = [
	'practitionerName',
	'practitionerRole',
	'requester',
	'recipients',
	'advice',
	'managerOversight',
	'exported',
	'statutoryReport',
	'linkedRecord'
];

/** Where a safe way to make contact has to stand. */
const CONTACT_FIELD = 'identityProtection';

/**
 * The notes for a text in a field.
 * @param field id of the field; fields that are about people at work get none */
export function nudgesFor(field: string, text: string): readonly Nudge[] {
	if (WORK_FIELDS.includes(field)) return [];
	const nudges = nudgesIn(text);
	return field === CONTACT_FIELD ? nudges.filter(({ kind }) => kind !== 'phone' && kind !== 'email') : nudges;
}

const FINDERS: readonly (readonly [NudgeKind, (text: string) => string | undefined])[] = [
	['full-name', fullNameIn],
	['address', addressIn],
	['nhs-number', nhsNumberIn],
	['birth-date', birthDateIn],
	['phone', phoneIn],
	['email', emailIn]
];

/** Longer than anybody types beside a note; what was pasted beyond is not looked at, so that typing stays quick. */
const MOST_CHARACTERS = 20_000;

/** What a text has in it that a record does well without; one of a kind. */
export function nudgesIn(text: string): readonly Nudge[] {
	const looked = text.slice(0, MOST_CHARACTERS);
	return FINDERS.flatMap(([kind, find]) => {
		const found = find(looked);
		return found === undefined ? [] : [{ kind, found: found.trim() }];
	});
}

/** Postcode areas of the United Kingdom: "CP1 2AB" is a case number, "LS1 2AB" a street. */
const AREAS =
	'AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE';
// The letters of the last part never include C, I, K, M, O and V.
const INWARD = String.raw`\d[ABD-HJLNP-UW-Z]{2}`;
const POSTCODE = new RegExp(
	String.raw`(?<![\p{L}\p{N}-])(?:${AREAS})\d[\dA-HJKMNP-Y]?(?: ${INWARD}|${INWARD})(?![\p{L}\p{N}])`,
	'iu'
);
const STREET_KINDS =
	'Road|Rd|Street|Avenue|Ave|Close|Lane|Drive|Crescent|Terrace|Gardens|Grove|Walk|Mews|Villas';
const PLACES =
	'Primary|Infants?|Juniors?|School|Academy|Nursery|Surgery|Health|Medical|Clinic|Hospital|Centre|Police|Station|Library|Church|Mosque|Children|Community|Family|Hub|Hostel|Hotel|Office';
const STREET = new RegExp(
	String.raw`(?<![\p{L}\p{N}/.:-])(?:[Ff]lat \d{1,3}[a-z]?,? )?\d{1,3}[a-z]?,? (?:[A-Z][\p{L}'’]+ ){1,3}(?:${STREET_KINDS})\b(?! (?:${PLACES}))`,
	'u'
);
/** A class, a bus or a page has a number before a name, too. */
const COUNTED =
	/(?:year|class|bus|route|page|room|ward|unit|no|number|form|item|question|section|band|level)\s*$/i;

function addressIn(text: string): string | undefined {
	const postcode = POSTCODE.exec(text)?.[0];
	if (postcode !== undefined) return postcode;
	const street = STREET.exec(text);
	if (street === null) return undefined;
	return COUNTED.test(text.slice(0, street.index)) ? undefined : street[0];
}

// Three, three and four digits; numbers in use begin with 4, 6 or 7, those for training with 9.
const TEN_DIGITS = /(?<![\p{L}\p{N}+-])[4679]\d{2}([ -]?)\d{3}\1\d{4}(?![\p{L}\p{N}-])/gu;
const MODULUS = 11;

function nhsNumberIn(text: string): string | undefined {
	return [...text.matchAll(TEN_DIGITS)].map(([found]) => found).find(hasCheckDigit);
}

/** @source NHS Data Dictionary, "NHS number": Modulus 11, weights 10 to 2 */
function hasCheckDigit(found: string): boolean {
	const digits = Array.from(found.replaceAll(/\D/g, ''), Number);
	const sum = digits.slice(0, -1).reduce((total, digit, at) => total + digit * (MODULUS - 1 - at), 0);
	const check = (MODULUS - (sum % MODULUS)) % MODULUS;
	return check === digits.at(-1);
}

const FULL_DATE = String.raw`(?:\d{1,2}[/. -]\d{1,2}[/. -](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? \d{4})(?!\d)`;
const BIRTH = new RegExp(
	String.raw`(?<!\p{L})(?:born|d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|birthday)(?!\p{L})[^\n.;]{0,20}?(${FULL_DATE})`,
	'iu'
);

function birthDateIn(text: string): string | undefined {
	return BIRTH.exec(text)?.[1];
}

// 03, 0500, 0800, 0808, 084, 087 and 09 are never anybody's own number.
const PHONE =
	/(?<![\p{L}\p{N}+.-])(?:(?:\+44|0044) ?(?:\(0\) ?)?(?:[12]\d|7\d)|\(?0(?:[12]\d|7\d))(?:[ ()-]{0,2}\d){7,8}(?![\p{N}])/u;

function phoneIn(text: string): string | undefined {
	return PHONE.exec(text)?.[0];
}

// With limits: a run of thousands of letters must not be tried from each of them.
const EMAIL =
	/(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]{1,64}@(?<domain>[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,5}\.\p{L}{2,24})/gu;
const WORK_DOMAIN =
	/(?:^|\.)(?:gov\.uk|nhs\.uk|nhs\.net|police\.uk|pnn\.police\.uk|sch\.uk|ac\.uk|cjsm\.net|mod\.uk)$/i;

function emailIn(text: string): string | undefined {
	return [...text.matchAll(EMAIL)].find(({ groups }) => !WORK_DOMAIN.test(groups?.domain ?? ''))?.[0];
}
