import type { Bytes } from './bytes.ts';
import type { SpaceEpoch } from './grant.ts';
import type { SealedSecret, SpaceStatement } from './statements.ts';

/** Position of an entry in the keylog, from 0. */
export type KeylogIndex = number;

export interface KeylogPerson {
	readonly person: string;
	readonly role: string | null;
	readonly reviewSpaces: readonly string[];
	readonly isRevoked: boolean;
}

export interface KeylogDevice {
	readonly device: string;
	readonly person: string;
	/** Ed25519, 32 bytes. */
	readonly signKey: Bytes;
	/** age hybrid recipient. */
	readonly recipient: string;
	readonly addedAt: KeylogIndex;
	/** Where it was revoked; null while it holds. */
	readonly revokedAt: KeylogIndex | null;
}

export interface KeylogInvite {
	readonly publicKey: string;
	readonly person: string;
	readonly role: string;
	/** ms. */
	readonly expires: number;
	readonly state: 'open' | 'used' | 'revoked';
}

export interface KeylogMember {
	readonly device: string;
	readonly addedAt: KeylogIndex;
}

export interface KeylogSpace {
	readonly space: string;
	readonly purpose: SpaceStatement['purpose'];
	readonly person: string | null;
	/** Device that made it; null for recovery, which the root key makes. */
	readonly madeBy: string | null;
	readonly addedAt: KeylogIndex;
	/** In order; the last one is sealed to. */
	readonly epochs: readonly SpaceEpoch[];
	/** Members ever; who still is one: `membersOf`. */
	readonly members: readonly KeylogMember[];
	/** Every age file with a secret of this space. */
	readonly secrets: readonly SealedSecret[];
}

/** What a checked keylog says. Immutable; made by `startKeylog` and `applyKeylog` only. */
export interface Keylog {
	/** Of the root, pinned from the invite or the kit. */
	readonly fingerprint: string;
	/** Null until the root statement stands. */
	readonly tenant: string | null;
	readonly rootKey: Bytes | null;
	/** Id of the newest entry. */
	readonly head: string | null;
	/** Where each entry stands. */
	readonly positions: ReadonlyMap<string, KeylogIndex>;
	readonly persons: ReadonlyMap<string, KeylogPerson>;
	readonly devices: ReadonlyMap<string, KeylogDevice>;
	/** By public key, base64url. */
	readonly invites: ReadonlyMap<string, KeylogInvite>;
	readonly spaces: ReadonlyMap<string, KeylogSpace>;
	readonly policy: Readonly<Record<string, string | number | boolean>>;
}

/**
 * An empty keylog that will take only the root of this fingerprint.
 * @param fingerprint as `fingerprint()` or `parseFingerprint()` gives it */
export function startKeylog(fingerprint: string): Keylog {
	return {
		fingerprint,
		tenant: null,
		rootKey: null,
		head: null,
		positions: new Map(),
		persons: new Map(),
		devices: new Map(),
		invites: new Map(),
		spaces: new Map(),
		policy: {}
	};
}

/** Whether the person's devices may speak as administrators. */
export function isAdministrator(keylog: Keylog, person: string): boolean {
	const known = keylog.persons.get(person);
	return known?.role === 'administrator' && !known.isRevoked;
}

/** Devices of a person that are not revoked. */
export function liveDevices(keylog: Keylog, person: string): readonly KeylogDevice[] {
	return [...keylog.devices.values()].filter((known) => known.person === person && known.revokedAt === null);
}

/** Members of a space that are not revoked: the devices that may open its grants. */
export function membersOf(keylog: Keylog, space: string): readonly KeylogDevice[] {
	const members = keylog.spaces.get(space)?.members ?? [];
	return members.flatMap(({ device }) => {
		const known = keylog.devices.get(device);
		return known?.revokedAt === null ? [known] : [];
	});
}

/** Spaces of which a device is a member; empty once it is revoked. */
export function spacesOf(keylog: Keylog, device: string): readonly KeylogSpace[] {
	if (keylog.devices.get(device)?.revokedAt !== null) return [];
	return [...keylog.spaces.values()].filter(({ members }) => members.some((one) => one.device === device));
}

/** The person's personal space: the newest one that a live device can open. After total loss a new one is made. */
export function personalSpace(keylog: Keylog, person: string): KeylogSpace | undefined {
	return [...keylog.spaces.values()]
		.filter((known) => known.person === person && membersOf(keylog, known.space).length > 0)
		.at(-1);
}

/** The organisation's recovery space. */
export function recoverySpace(keylog: Keylog): KeylogSpace | undefined {
	return [...keylog.spaces.values()].find(({ purpose }) => purpose === 'recovery');
}

/** The epoch of a space that is sealed to. */
export function newestEpoch(space: KeylogSpace | undefined): SpaceEpoch | undefined {
	return space?.epochs.at(-1);
}

/**
 * Whom the key of an entry is granted to: personal space and recovery; for a final also the author's review spaces.
 * Undefined while the person has no personal space or the organisation no recovery: then nothing may be sealed.
 */
export function grantTargets(
	keylog: Keylog,
	person: string,
	kind: 'draft' | 'final'
): readonly SpaceEpoch[] | undefined {
	const own = newestEpoch(personalSpace(keylog, person));
	const recovery = newestEpoch(recoverySpace(keylog));
	if (own === undefined || recovery === undefined) return undefined;
	const named = kind === 'final' ? (keylog.persons.get(person)?.reviewSpaces ?? []) : [];
	const review = named.flatMap((space) => newestEpoch(keylog.spaces.get(space)) ?? []);
	return [recovery, own, ...review];
}

/** How a device stood in the keylog at an entry's `keylogHead`. */
export type Standing = 'stands' | 'unknown-head' | 'unknown-device' | 'revoked';

/**
 * Whether the device had been added, and not yet been revoked, when the keylog's newest entry was `head`. An entry
 * made before the revocation that arrives after it is for the server to keep as `recovered`.
 */
export function standing(keylog: Keylog, device: string, head: string): Standing {
	const at = keylog.positions.get(head);
	if (at === undefined) return 'unknown-head';
	const known = keylog.devices.get(device);
	if (known === undefined || known.addedAt > at) return 'unknown-device';
	return known.revokedAt !== null && known.revokedAt <= at ? 'revoked' : 'stands';
}
