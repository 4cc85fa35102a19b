/**
 * A slot holds the vault root key, wrapped under a key from the person's passphrase: JSON
 * `{v, type, profile, device, kdf, salt, madeAt, wrapped, check}`. `wrapped` is DRL1 with purpose `wrapped-key`; its id
 * part is the profile and every setting of the slot, so a changed setting does not open. `check` finds a torn file.
 * While new keys are being made, what is wrapped is two root keys: the new one, then the one before (`root-keys.ts`).
 */
import * as v from 'valibot';
import { fromBase64Url, randomBytes, sha256, toBase64Url, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type SealPlace } from '../trust/drl1.ts';
import { isId } from '../trust/ids.ts';
import { AppError } from '../errors.ts';
import { deriveKey, isAllowed, type KdfSettings } from './kdf.ts';
import { deriveSmall, deriveStrong, type NewSlotKey } from './kdf-strength.ts';
import { areRootKeys } from './root-keys.ts';

const SALT_BYTES = 16;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const id = v.pipe(
	v.string(),
	v.check((text: string) => isId(text))
);

const slotShape = v.strictObject({
	v: v.literal(1),
	type: v.literal('passphrase'),
	profile: id,
	device: id,
	kdf: v.strictObject({
		name: v.literal('argon2id'),
		version: v.literal(19),
		memoryKiB: count,
		passes: count,
		lanes: v.literal(1)
	}),
	salt: v.string(),
	/** Ms since 1970, as this device claims it; absent in slots from before it was noted. */
	madeAt: v.optional(count),
	wrapped: v.string(),
	check: v.string()
});

/** A slot as it stands in its file. */
export type Slot = v.InferOutput<typeof slotShape>;

/** Whose slot: both ids are random and say nothing. */
export interface SlotOwner {
	readonly profile: string;
	readonly device: string;
}

/** `damaged`: not a whole slot of ours. `weak`: below the floor of this app. `no-memory`: the device cannot derive the key now. */
export type SlotProblem = 'damaged' | 'weak' | 'no-memory' | 'wrong-passphrase';

export type OpenedSlot =
	/** One root key, or two: see `root-keys.ts`. */
	{ readonly ok: true; readonly rootKey: Bytes } | { readonly ok: false; readonly reason: SlotProblem };

/** Whose slot is made, and when (ms since 1970). */
export interface SlotMaker extends SlotOwner {
	readonly madeAt?: number;
}

/** A passphrase that was stretched for a slot: several root keys may be wrapped with it, one after the other. */
export interface PreparedSlot {
	readonly settings: Omit<SlotSettings, 'v' | 'type'>;
	readonly key: CryptoKey;
}

/**
 * Stretches a passphrase for a new slot, as strongly as this device can.
 * @returns undefined when 64 MiB cannot be had
 */
export async function prepareStrongSlot(
	passphrase: string,
	maker: SlotMaker
): Promise<PreparedSlot | undefined> {
	return settled(maker, (salt) => deriveStrong(passphrase, salt));
}

/**
 * The same, with the small settings where 64 MiB cannot be had.
 * @throws AppError 'no-memory-for-key' when not even the small settings work
 */
export async function prepareSlot(passphrase: string, maker: SlotMaker): Promise<PreparedSlot> {
	const prepared =
		(await prepareStrongSlot(passphrase, maker)) ??
		(await settled(maker, (salt) => deriveSmall(passphrase, salt)));
	if (prepared === undefined) throw new AppError('no-memory-for-key');
	return prepared;
}

async function settled(
	{ profile, device, madeAt }: SlotMaker,
	derive: (salt: Bytes) => Promise<NewSlotKey | undefined>
): Promise<PreparedSlot | undefined> {
	const bytes = randomBytes(SALT_BYTES);
	const made = await derive(bytes);
	if (made === undefined) return undefined;
	const { key, kdf } = made;
	const salt = toBase64Url(bytes);
	return { key, settings: { profile, device, kdf, salt, ...(madeAt !== undefined && { madeAt }) } };
}

/** Wraps one root key, or two while new keys are being made, in a slot. */
export async function wrapInSlot(rootKeys: Bytes, { settings, key }: PreparedSlot): Promise<Slot> {
	const open = { v: 1, type: 'passphrase', ...settings } as const;
	const sealed = await sealDrl1(rootKeys, key, { ...place(open), schema: 1, keyNumber: 0 });
	if (!sealed.ok) throw new AppError('slot-not-sealed', { reason: sealed.reason });
	const wrapped = toBase64Url(sealed.bytes);
	return { ...open, wrapped, check: await checkOf({ ...open, wrapped }) };
}

/** Wraps a root key for a passphrase; see `prepareSlot` and `wrapInSlot`. */
export async function makeSlot(rootKeys: Bytes, passphrase: string, maker: SlotMaker): Promise<Slot> {
	return wrapInSlot(rootKeys, await prepareSlot(passphrase, maker));
}

/**
 * Opens a slot. A wrong passphrase takes as long as the right one: the key is always derived.
 * @param slot as `parseSlot` gave it
 */
export async function openSlot(slot: Slot, passphrase: string): Promise<OpenedSlot> {
	if (!isAllowed(slot.kdf)) return { ok: false, reason: 'weak' };
	const salt = fromBase64Url(slot.salt);
	const wrapped = fromBase64Url(slot.wrapped);
	if (salt?.length !== SALT_BYTES || !wrapped) return { ok: false, reason: 'damaged' };
	const key = await deriveKey(passphrase, salt, slot.kdf);
	if (!key) return { ok: false, reason: 'no-memory' };
	const opened = await openDrl1(wrapped, key, place(slot));
	if (opened.ok)
		return areRootKeys(opened.bytes) ? { ok: true, rootKey: opened.bytes } : { ok: false, reason: 'damaged' };
	return { ok: false, reason: opened.reason === 'wrong-key-or-tampered' ? 'wrong-passphrase' : 'damaged' };
}

/**
 * Reads a slot's file.
 * @returns the slot, or undefined when it is torn, changed or not ours
 */
export async function parseSlot(text: string): Promise<Slot | undefined> {
	const parsed = v.safeParse(slotShape, parseJson(text));
	if (!parsed.success) return undefined;
	// One text for one slot, but for the order: a member written twice, spaces and other escapes are nobody's work.
	if (JSON.stringify(parsed.output).length !== text.length) return undefined;
	const { check, ...rest } = parsed.output;
	return (await checkOf(rest)) === check ? parsed.output : undefined;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

type SlotSettings = Omit<Slot, 'wrapped' | 'check'>;

/** In one fixed order, whatever order the file has. */
function settingsText({ v: version, type, profile, device, kdf, salt, madeAt }: SlotSettings): string {
	const derivation: (keyof KdfSettings)[] = ['name', 'version', 'memoryKiB', 'passes', 'lanes'];
	const parts = [version, type, profile, device, ...derivation.map((name) => kdf[name]), salt];
	return JSON.stringify(madeAt === undefined ? parts : [...parts, madeAt]);
}

function place(settings: SlotSettings): SealPlace {
	return { purpose: 'wrapped-key', id: settingsText(settings), device: settings.device, number: 0 };
}

async function checkOf(slot: Omit<Slot, 'check'>): Promise<string> {
	return toBase64Url(await sha256(utf8(settingsText(slot) + slot.wrapped)));
}
