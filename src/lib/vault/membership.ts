/**
 * What joining left on this device: one row, sealed under the drawer's keys. The keylog is not in it: it is kept as
 * entries and replayed from the fingerprint, so that nothing else is ever a source of keys.
 */
import { AppError } from '../errors.ts';
import { fromUtf8, utf8 } from '../trust/bytes.ts';
import { openDrl1, sealDrl1 } from '../trust/drl1.ts';
import type { WireEntry } from '../trust/entry.ts';
import type { SpaceSecret } from '../trust/space-secret.ts';
import type { DrawerDatabase, MembershipRow } from './database.ts';
import type { DrawerKeys } from './keys.ts';

/** A device that has joined. */
export interface Member {
	readonly state: 'joined';
	readonly tenant: string;
	readonly person: string;
	/** Of the root public key: what every key must chain from. */
	readonly fingerprint: string;
	/** Newest keylog entry taken, and how many stand up to it: a keylog that has less went back. */
	readonly keylogHead: string;
	readonly keylogSize: number;
	/** Secret of the own personal space. */
	readonly personal: SpaceSecret;
	/** Number of this device's next entry, and the id of the one before it. */
	readonly deviceSeq: number;
	readonly devicePrev: string | null;
}

/** Set-up between the kit that was read back and the server's yes: the same entries are posted until it answers. */
export interface Founding {
	readonly state: 'founding';
	readonly entries: readonly WireEntry[];
	readonly member: Member;
}

/** The membership as read; `counter` 0 when there is none. */
export type Held =
	| { readonly counter: number; readonly said: Member | Founding | undefined }
	| { readonly counter: number; readonly said: 'damaged' };

const KEY = 'membership';
const SCHEMA = 1;

/** Reads the row. A damaged one is kept as it is; its membership is a red state, not "never joined". */
export async function readMembership(db: DrawerDatabase, keys: DrawerKeys): Promise<Held> {
	const row = await db.membership.get(KEY);
	if (row === undefined) return { counter: 0, said: undefined };
	const { counter } = row;
	const opened = await openDrl1(row.blob, keys.wrap, membershipPlace(keys, counter));
	if (!opened.ok || opened.header.schema > SCHEMA) return { counter, said: 'damaged' };
	// Sealed by `sealMembership` and authenticated, so it has this shape.
	return { counter, said: JSON.parse(fromUtf8(opened.bytes) ?? 'null') as Member | Founding };
}

/** Seals the membership for the counter after `before`. */
export async function sealMembership(
	keys: DrawerKeys,
	said: Member | Founding,
	before: number
): Promise<MembershipRow> {
	const counter = before + 1;
	const header = { ...membershipPlace(keys, counter), schema: SCHEMA, keyNumber: 0 };
	const sealed = await sealDrl1(utf8(JSON.stringify(said)), keys.wrap, header);
	if (!sealed.ok) throw new AppError('membership-not-sealed', { reason: sealed.reason });
	return { key: KEY, counter, blob: sealed.bytes };
}

/** Writes a sealed membership, unless another tab wrote one since. Call it inside a transaction. */
export async function putMembership(db: DrawerDatabase, row: MembershipRow): Promise<boolean> {
	const stored = await db.membership.get(KEY);
	if ((stored?.counter ?? 0) !== row.counter - 1) return false;
	await db.membership.put(row);
	return true;
}

/** Where the membership stands. Wrapped secrets of the profile have number 0: one can never stand in for the other. */
export function membershipPlace(keys: DrawerKeys, counter: number) {
	return { purpose: 'wrapped-key', id: keys.profile, device: keys.device, number: counter } as const;
}
