import type { Json } from '../record/types.ts';
import { fromBase64Url } from './bytes.ts';
import { isEntryId, isId } from './ids.ts';
import { accept, refuse, type Outcome } from './outcome.ts';

/** Every kind of entry of version 1. */
export const ENTRY_KINDS = [
	'draft',
	'final',
	'addendum',
	'note',
	'review',
	'grant',
	'key',
	'event',
	'erase-proposed',
	'erase'
] as const;

/** What an entry is; who may append which kind: keys-and-states.md section 3. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** The newest receipt that the signing device had: what the server said stands at that seq. */
export interface LastReceipt {
	readonly seq: number;
	/** Chain value at `seq`, base64url of 32 bytes. */
	readonly chain: string;
}

/**
 * The signed header of an entry, complete from version 1 on: null where a kind does not use a field. Fields that a
 * later version adds are kept in the bytes and ignored here. Hashes and salts are base64url, times ms.
 * @source keys-and-states.md section 3 */
export interface EntryHeader {
	readonly v: 1;
	readonly tenant: string;
	readonly kind: EntryKind;
	readonly record: string | null;
	/** 16 bytes behind the record id: in the n = 1 entry, and in each grant because grants are stored before it. */
	readonly salt: string | null;
	/** 1 + the highest n among the parents. */
	readonly n: number | null;
	readonly parents: readonly string[];
	/** Person; null, like device and deviceSeq, only in a `key` entry that the root key signs. */
	readonly author: string | null;
	readonly device: string | null;
	/** Counts this device's entries from 1. */
	readonly deviceSeq: number | null;
	readonly devicePrev: string | null;
	readonly keyNumber: number | null;
	readonly keyCommit: string | null;
	readonly space: string | null;
	readonly epoch: number | null;
	/** Schema of the sealed content. */
	readonly schema: number | null;
	/** Version of the record that a final signs. */
	readonly version: number | null;
	/** The final that a later final replaces. */
	readonly supersedes: string | null;
	/** Newest keylog entry that the device knew; null only in the keylog's first. */
	readonly keylogHead: string | null;
	readonly lastReceipt: LastReceipt | null;
	readonly bodyHash: string;
	readonly bodyLen: number;
	readonly contentRoot: string | null;
	/** 1 January of a year, `YYYY-01-01`; never derived from a birth date. */
	readonly purgeAfter: string | null;
	/** The device's own time: a claim. */
	readonly clientAt: number;
}

/** Why a parsed header is not one of ours. `at` names the field. */
export type HeaderProblem = 'newer-format' | 'unknown-kind' | 'bad-header';

type Field = keyof EntryHeader;
type Check = (value: unknown) => boolean;

function isCount(lowest: number): Check {
	return (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= lowest;
}

function isBytesText(length: number): Check {
	return (value) => typeof value === 'string' && fromBase64Url(value)?.length === length;
}

const isHash = isBytesText(32);
const isKeyNumber: Check = (value) => isCount(1)(value) && Number(value) <= 0xffffffff;
const isSchema: Check = (value) => isCount(1)(value) && Number(value) <= 0xffff;

function isReceipt(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	const { seq, chain } = value as Record<string, unknown>;
	return isCount(1)(seq) && isHash(chain);
}

function isParentList(value: unknown): boolean {
	return (
		Array.isArray(value) &&
		value.length <= 64 &&
		value.every(isEntryId) &&
		new Set(value).size === value.length
	);
}

/** What each field holds when it is not null. */
const CHECKS: Readonly<Record<Field, Check>> = {
	v: (value) => value === 1,
	tenant: isId,
	kind: (value) => (ENTRY_KINDS as readonly unknown[]).includes(value),
	record: isId,
	salt: isBytesText(16),
	n: isCount(1),
	parents: isParentList,
	author: isId,
	device: isId,
	deviceSeq: isCount(1),
	devicePrev: isEntryId,
	keyNumber: isKeyNumber,
	keyCommit: isHash,
	space: isId,
	epoch: isCount(1),
	schema: isSchema,
	version: isCount(1),
	supersedes: isEntryId,
	keylogHead: isEntryId,
	lastReceipt: isReceipt,
	bodyHash: isHash,
	bodyLen: isCount(0),
	contentRoot: isHash,
	purgeAfter: (value) => typeof value === 'string' && /^\d{4}-01-01$/.test(value),
	clientAt: isCount(0)
};

/** Never null, whatever the kind. */
const ALWAYS: readonly Field[] = ['v', 'tenant', 'kind', 'parents', 'bodyHash', 'bodyLen', 'clientAt'];
/** May be null or not, whatever the kind. */
const EITHER: readonly Field[] = ['devicePrev', 'lastReceipt', 'purgeAfter'];
const SIGNER: readonly Field[] = ['author', 'device', 'deviceSeq'];
const SEALED: readonly Field[] = ['record', 'n', 'keyNumber', 'keyCommit', 'schema', 'contentRoot'];

/** Per kind: the fields that must stand beside `ALWAYS`, and those that may. */
const USED: Readonly<Record<EntryKind, readonly [must: readonly Field[], may: readonly Field[]]>> = {
	draft: [[...SIGNER, 'keylogHead', ...SEALED], ['salt']],
	final: [
		[...SIGNER, 'keylogHead', ...SEALED, 'version'],
		['salt', 'supersedes']
	],
	addendum: [[...SIGNER, 'keylogHead', ...SEALED], ['version']],
	note: [[...SIGNER, 'keylogHead', ...SEALED], ['version']],
	review: [[...SIGNER, 'keylogHead', ...SEALED], ['version']],
	grant: [[...SIGNER, 'keylogHead', 'record', 'salt', 'keyNumber', 'keyCommit', 'space', 'epoch'], []],
	key: [[], [...SIGNER, 'keylogHead']],
	event: [[...SIGNER, 'keylogHead', 'record'], []],
	'erase-proposed': [[...SIGNER, 'keylogHead', 'record'], []],
	erase: [[...SIGNER, 'keylogHead', 'record'], []]
};

/** Rules about two fields together; each names the field that breaks it. */
const TOGETHER: readonly (readonly [Field, (header: EntryHeader) => boolean])[] = [
	// Only a first entry has no parents, and grants and statements have neither n nor parents.
	['parents', ({ n, parents }) => parents.length > 0 === (n !== null && n > 1)],
	['salt', ({ n, salt }) => n === null || (n === 1) === (salt !== null)],
	[
		'supersedes',
		({ kind, version, supersedes }) => kind !== 'final' || (version === 1) === (supersedes === null)
	],
	[
		'device',
		({ author, device, deviceSeq }) =>
			(author === null) === (device === null) && (device === null) === (deviceSeq === null)
	],
	['devicePrev', ({ deviceSeq, devicePrev }) => devicePrev === null || (deviceSeq !== null && deviceSeq > 1)]
];

/** Whether the field may stand, or be null, in an entry of that kind. */
function isWellUsed(header: Record<string, unknown>, field: Field): boolean {
	const value = header[field];
	// The caller has checked `kind`.
	const [must, may] = USED[header['kind'] as EntryKind];
	if (value === undefined) return false;
	if (ALWAYS.includes(field) || must.includes(field)) return CHECKS[field](value);
	if (EITHER.includes(field) || may.includes(field)) return value === null || CHECKS[field](value);
	return value === null;
}

/** Takes parsed JSON as a header: every field there, of its form, null exactly where its kind wants null. */
export function readHeader(value: Json): Outcome<EntryHeader, HeaderProblem> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('bad-header');
	const header = value as Record<string, unknown>;
	if (typeof header['v'] === 'number' && header['v'] > 1) return refuse('newer-format');
	if (!CHECKS.kind(header['kind'])) return refuse('unknown-kind');
	// Object.keys of a Record over Field gives Fields.
	const bad = (Object.keys(CHECKS) as Field[]).find((field) => !isWellUsed(header, field));
	if (bad !== undefined) return refuse('bad-header', bad);
	// Every field was checked just now.
	const checked = header as unknown as EntryHeader;
	const odd = TOGETHER.find(([, holds]) => !holds(checked));
	return odd === undefined ? accept(checked) : refuse('bad-header', odd[0]);
}
