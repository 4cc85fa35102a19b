/** What a hostile server can make: entries with whatever header, signed by whichever key it got hold of. */
import { fromBase64Url, fromUtf8, randomBytes, sha256, toBase64Url, type Bytes } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { ENTRY_TYPE, newSeed, sign, signingKey, type SigningKey } from '#lib/trust/dsse.ts';
import type { EntryHeader } from '#lib/trust/entry-header.ts';
import { entryId } from '#lib/trust/ids.ts';
import type { Statement } from '#lib/trust/statements.ts';
import type { LogRow } from '#lib/trust/verify.ts';
import type { Accomplice, Scene } from './hostile-scene.ts';

/** An entry as it travels in an answer, with what a test wants to know of it. */
export interface Wire {
	readonly id: string;
	readonly seq: number;
	readonly receivedAt: number;
	readonly h: string;
	readonly s: string;
	readonly c: string | null;
	readonly header: EntryHeader;
}

const AT = 1_795_340_100_000;

const bytesOf = (text: string | null): Bytes => fromBase64Url(text ?? '') ?? new Uint8Array();

function headerOf(h: Uint8Array): EntryHeader {
	return JSON.parse(fromUtf8(h) ?? '') as EntryHeader;
}

async function wire(h: Bytes, s: Bytes, c: Bytes | null): Promise<Wire> {
	const text = { h: toBase64Url(h), s: toBase64Url(s), c: c === null ? null : toBase64Url(c) };
	return { id: await entryId(h), seq: 0, receivedAt: AT, ...text, header: headerOf(h) };
}

/** An entry of a log; its id is filled in by `identified`. */
export function wireOf({ h, s, c, seq, receivedAt }: LogRow): Promise<Wire> {
	return wire(h, s, c).then((one) => ({ ...one, seq, receivedAt }));
}

/** A key that belongs to nobody. */
export const strayKey = (): Promise<SigningKey> => signingKey(newSeed());

export async function keyOf({ device }: Accomplice): Promise<SigningKey> {
	const keys = await device.office.device();
	if (keys === undefined) throw new TypeError('no keys');
	return keys.key;
}

/** An entry with any header members and any body, signed by any key: nothing about it is checked. */
export async function forged(
	from: Pick<Wire, 'header' | 'c'>,
	key: SigningKey,
	change: { readonly header?: object; readonly body?: Bytes } = {}
): Promise<Wire> {
	const body = change.body ?? bytesOf(from.c);
	const bound = { bodyHash: toBase64Url(await sha256(body)), bodyLen: body.length };
	const h = canonicalBytes({ ...from.header, ...bound, ...change.header });
	return wire(h, await sign(key, { type: ENTRY_TYPE, bytes: h }), body);
}

/** The next number of a device after everything of it in the log. */
export function nextOf({ log }: Pick<Scene, 'log'>, device: string) {
	const own = log.filter(({ header }) => header.device === device);
	const last = own.at(-1);
	return { deviceSeq: (last?.header.deviceSeq ?? 0) + 1, devicePrev: last?.id ?? null };
}

/** Who an entry says it is from: the accomplice's device, at its next number. */
export function signedFields(scene: Scene, { device, person }: Accomplice) {
	const { head } = scene.newKeylog;
	const id = device.keys.device;
	return { author: person, device: id, keylogHead: head, ...nextOf(scene, id) };
}

/** A statement on top of the keylog that says it is from the accomplice, signed by them or by another key. */
export async function statement(
	scene: Scene,
	by: Accomplice | 'root',
	said: Statement,
	key?: SigningKey
): Promise<Wire> {
	const last = scene.log.findLast(({ header }) => header.kind === 'key');
	if (last === undefined) throw new TypeError('no statement');
	const nobody = { author: null, device: null, deviceSeq: null, devicePrev: null };
	const who = by === 'root' ? nobody : signedFields(scene, by);
	const header = { ...who, keylogHead: scene.newKeylog.head, clientAt: AT, lastReceipt: null };
	const signer = key ?? (by === 'root' ? await strayKey() : await keyOf(by));
	return forged(last, signer, { header, body: canonicalBytes(said) });
}

/** The same bytes with one bit changed. */
export function flippedBit(text: string): string {
	const bytes = bytesOf(text);
	return toBase64Url(bytes.with(3, (bytes[3] ?? 0) ^ 1));
}

export const noise = (size: number): Bytes => randomBytes(size);
