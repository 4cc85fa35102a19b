/**
 * The request slot: what waits on the device for the office's answer. It holds the request, in the clear, and the fresh
 * identity of that request, wrapped under a key from the new passphrase. It opens no drawer.
 */
import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { fromBase64Url, fromUtf8, randomBytes, toBase64Url, utf8, type Bytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1, type SealPlace } from '../trust/drl1.ts';
import { readRequest, type ReadRequest } from '../trust/help-request.ts';
import { idShape, kdfParts, kdfShape, parseSlotText, slotCheck } from '../trust/slot-text.ts';
import { deriveKey, isAllowed } from './kdf.ts';
import { deriveSmall, deriveStrong } from './kdf-strength.ts';
import type { SlotOwner } from './slots.ts';

const SALT_BYTES = 16;

const shape = v.strictObject({
	v: v.literal(1),
	type: v.literal('request'),
	profile: idShape,
	device: idShape,
	/** The file of the request, as it was given out. */
	request: v.string(),
	kdf: kdfShape,
	salt: v.string(),
	wrapped: v.string(),
	check: v.string()
});

/** A request slot as it stands in its file. */
export type RequestSlot = v.InferOutput<typeof shape>;
type Settings = Omit<RequestSlot, 'wrapped' | 'check'>;

/** What a request slot gives to the right passphrase. */
export type OpenedRequest =
	| { readonly ok: true; readonly identity: string; readonly read: ReadRequest }
	| { readonly ok: false; readonly reason: 'damaged' | 'weak' | 'no-memory' | 'wrong-passphrase' };

function settingsParts(slot: Settings): readonly (string | number)[] {
	const { v: version, type, profile, device, request, kdf, salt } = slot;
	return [version, type, profile, device, request, ...kdfParts(kdf), salt];
}

const checkOf = (slot: Omit<RequestSlot, 'check'>) => slotCheck([...settingsParts(slot), slot.wrapped]);

/** By its hash: an id part of a seal is at most 64 KiB. */
async function place(settings: Settings): Promise<SealPlace> {
	const id = await slotCheck(settingsParts(settings));
	return { purpose: 'wrapped-key', id, device: settings.device, number: 0 };
}

/**
 * Wraps the fresh identity of a request for the new passphrase.
 * @throws AppError 'no-memory-for-key' when not even the small settings work
 */
export async function makeRequestSlot(
	passphrase: string,
	owner: SlotOwner,
	what: { readonly identity: string; readonly file: Bytes }
): Promise<RequestSlot> {
	const salt = randomBytes(SALT_BYTES);
	const { profile, device } = owner;
	const request = fromUtf8(what.file) ?? '';
	const derived = (await deriveStrong(passphrase, salt)) ?? (await deriveSmall(passphrase, salt));
	if (derived === undefined) throw new AppError('no-memory-for-key');
	const { key, kdf } = derived;
	const open = { v: 1, type: 'request', profile, device, request, kdf, salt: toBase64Url(salt) } as const;
	const sealed = await sealDrl1(utf8(what.identity), key, {
		...(await place(open)),
		schema: 1,
		keyNumber: 0
	});
	if (!sealed.ok) throw new AppError('slot-not-sealed', { reason: sealed.reason });
	const whole = { ...open, wrapped: toBase64Url(sealed.bytes) };
	return { ...whole, check: await checkOf(whole) };
}

/** The request that waits; undefined when it is none of ours. */
export async function requestIn(slot: RequestSlot): Promise<ReadRequest | undefined> {
	const read = await readRequest(utf8(slot.request));
	if (!read.ok) return undefined;
	const { profile, device } = read.value.request;
	return profile === slot.profile && device === slot.device ? read.value : undefined;
}

/** Opens a request slot. A wrong passphrase takes as long as the right one. */
export async function openRequestSlot(slot: RequestSlot, passphrase: string): Promise<OpenedRequest> {
	if (!isAllowed(slot.kdf)) return { ok: false, reason: 'weak' };
	const salt = fromBase64Url(slot.salt);
	const wrapped = fromBase64Url(slot.wrapped);
	const read = await requestIn(slot);
	if (salt?.length !== SALT_BYTES || !wrapped || !read) return { ok: false, reason: 'damaged' };
	const key = await deriveKey(passphrase, salt, slot.kdf);
	if (!key) return { ok: false, reason: 'no-memory' };
	const opened = await openDrl1(wrapped, key, await place(slot));
	if (!opened.ok)
		return { ok: false, reason: opened.reason === 'wrong-key-or-tampered' ? 'wrong-passphrase' : 'damaged' };
	const identity = fromUtf8(opened.bytes);
	opened.bytes.fill(0);
	return identity === undefined ? { ok: false, reason: 'damaged' } : { ok: true, identity, read };
}

/** @returns the slot, or undefined when its file is torn, changed or not ours */
export function parseRequestSlot(text: string): Promise<RequestSlot | undefined> {
	return parseSlotText(text, shape, checkOf);
}
