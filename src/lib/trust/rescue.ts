/**
 * A rescue file: everything on a device that no office has confirmed, as one age file to the person's own key and,
 * once the device belongs to an organisation, to its recovery key. Texts stand in it whole, so that a person or the
 * office reads them even when the log lacks what a sealed revision needs; sealed entries stand in it as they are.
 */
import { openWith, sealTo, type AgeProblem } from './age.ts';
import { withoutArmor } from './age-text.ts';
import type { Bytes } from './bytes.ts';
import { canonicalBytes, parseMembers } from './canonical.ts';
import type { WireEntry } from './entry.ts';
import { isId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** One record's newest text. */
export interface RescuedText {
	/** Record id; before joining a local one. */
	readonly record: string;
	readonly title: string;
	readonly kind: string;
	readonly life: string;
	/** How many parts it still lacked. */
	readonly missing: number;
	/** ISO 8601, as the device claimed it. */
	readonly savedAt: string;
	/** The record as JSON text: as it was written, also where a letter was cut in half. */
	readonly content: string;
	/** Not even on this device's disk when the file was made. */
	readonly isUnsaved: boolean;
}

/** What a rescue file holds. */
export interface RescueContents {
	/** Null before joining. */
	readonly tenant: string | null;
	/** Of the organisation's root key; null before joining. */
	readonly fingerprint: string | null;
	readonly device: string;
	/** Ms since 1970, as the device claims it. */
	readonly madeAt: number;
	/** False when it was made while locked: it then holds sealed entries only, no text that was not cut into one. */
	readonly isWhole: boolean;
	/** The keylog as the device kept it, in order: who may have signed the entries. */
	readonly keylog: readonly WireEntry[];
	/** What the log does not have yet, with the grants that open it. */
	readonly entries: readonly WireEntry[];
	readonly texts: readonly RescuedText[];
	/** Records that are kept on the device but do not open, by id and reason. */
	readonly unreadable: readonly { readonly record: string; readonly reason: string }[];
}

/** Why a file is no rescue file for these keys. */
export type RescueProblem = AgeProblem | 'newer-format' | 'not-a-rescue';

const LIMITS = { maxBytes: 512 * 1024 * 1024, maxDepth: 6 } as const;

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || isText(value);
const isFlag: Check = (value) => typeof value === 'boolean';

function isAll(fields: Readonly<Record<string, Check>>): Check {
	return (value) =>
		typeof value === 'object' &&
		value !== null &&
		Object.entries(fields).every(([field, holds]) => holds((value as Record<string, unknown>)[field]));
}

const listOf =
	(each: Check): Check =>
	(value) =>
		Array.isArray(value) && value.every(each);

const isWire = isAll({ h: isText, s: isText, c: (value) => value === undefined || isTextOrNull(value) });

const isContents = isAll({
	tenant: isTextOrNull,
	fingerprint: isTextOrNull,
	device: (value) => isText(value) && isId(value),
	madeAt: (value) => Number.isSafeInteger(value),
	isWhole: isFlag,
	keylog: listOf(isWire),
	entries: listOf(isWire),
	texts: listOf(
		isAll({
			record: isText,
			title: isText,
			kind: isText,
			life: isText,
			missing: (value) => Number.isSafeInteger(value),
			savedAt: isText,
			content: isText,
			isUnsaved: isFlag
		})
	),
	unreadable: listOf(isAll({ record: isText, reason: isText }))
});

/**
 * Seals a rescue file.
 * @param recipients hybrid ones: of the person, and of the organisation's recovery space where there is one */
export async function makeRescue(contents: RescueContents, recipients: readonly string[]): Promise<Bytes> {
	return sealTo(canonicalBytes({ v: 1, format: 'doorstep-rescue', ...contents }), recipients);
}

/**
 * Opens a rescue file, also one that was shared as text, with the person's or the organisation's identities. age does not
 * say who made it.
 */
export async function openRescue(
	file: Uint8Array,
	identities: readonly string[]
): Promise<Outcome<RescueContents, RescueProblem>> {
	const opened = await openWith(withoutArmor(file), identities);
	if (!opened.ok) return opened;
	const said = parseMembers(opened.value, LIMITS);
	if (said?.['format'] !== 'doorstep-rescue') return refuse('not-a-rescue');
	if (Number(said['v']) > 1) return refuse('newer-format');
	// Every field was checked just now.
	return said['v'] === 1 && isContents(said)
		? accept(said as unknown as RescueContents)
		: refuse('not-a-rescue');
}
