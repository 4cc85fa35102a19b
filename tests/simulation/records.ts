/** Records that may be written in a run: real ids, keys and sealed grants, made once for a process and used by every seed. */
import { sealTo } from '#lib/trust/age.ts';
import { toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import type { SpaceEpoch } from '#lib/trust/grant.ts';
import { recordId } from '#lib/trust/ids.ts';
import { keyCommit } from '#lib/trust/key-commit.ts';
import { hashOf, useChance } from './engine.ts';
import { Chance, numberOf } from './random.ts';

export interface RecordName {
	readonly record: string;
	/** base64url, as in headers. */
	readonly salt: string;
}

/** The place of a record among those that a device began. */
export interface RecordOf {
	readonly person: string;
	readonly device: string;
	readonly index: number;
}

/** A key number of a record as one device opened it. */
export interface OpenedKey extends RecordName {
	readonly tenant: string;
	readonly keyNumber: number;
	readonly key: Bytes;
	readonly commit: string;
}

const bytesOf = (...words: readonly (string | number)[]): Bytes => new Uint8Array(hashOf(utf8(words.join('|'))));

export async function recordOf({ person, device, index }: RecordOf): Promise<RecordName> {
	const salt = bytesOf('salt', person, device, index).slice(0, 16);
	return { record: await recordId(person, salt), salt: toBase64Url(salt) };
}

/** Two devices that open the same number offline have two keys for it. */
export async function openKey(
	name: RecordName,
	{ tenant, device, keyNumber }: { readonly tenant: string; readonly device: string; readonly keyNumber: number }
): Promise<OpenedKey> {
	const { record } = name;
	const key = bytesOf('key', record, device, keyNumber);
	const commit = await keyCommit({ tenant, record, keyNumber, key });
	return { ...name, tenant, keyNumber, key, commit };
}

const sealed = new Map<string, Promise<Bytes>>();

/** The sealed part of a grant: what `makeGrant` seals, by the same library. */
export function grantBody(opened: OpenedKey, { space, epoch, recipient }: SpaceEpoch): Promise<Bytes> {
	const { tenant, record, keyNumber, key, commit } = opened;
	const name = `${commit} ${space} ${epoch}`;
	const known = sealed.get(name);
	if (known !== undefined) return known;
	const said = { v: 1, tenant, record, keyNumber, space, epoch, key: toBase64Url(key) };
	// Chance of its own: a run must not depend on which grants were sealed before it.
	const before = useChance(new Chance(numberOf(name)));
	const body = sealTo(canonicalBytes(said), [recipient]).finally(() => useChance(before));
	sealed.set(name, body);
	return body;
}
