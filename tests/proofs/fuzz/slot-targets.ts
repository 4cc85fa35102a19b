/** The slot's file: as somebody without the passphrase would change it, and with its checksum made right again. */
import { equalBytes, sha256, toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { canonical } from '#lib/trust/canonical.ts';
import { sealDrl1 } from '#lib/trust/drl1.ts';
import { newId } from '#lib/trust/ids.ts';
import { deriveKey, SMALL_KDF } from '#lib/vault/kdf.ts';
import { openSlot, parseSlot, type Slot } from '#lib/vault/slots.ts';
import type { Random } from '../random.ts';
import { plainTarget, textOf } from './make-target.ts';
import type { Answer, Attempt, Target } from './judge.ts';
import { spoiltBytes } from './mutations.ts';

const WORDS = 'fuzzed words of a slot';
const ROOT_KEY = utf8('Marker-root-key-of-thirty-two-b!');

type Open = Omit<Slot, 'wrapped' | 'check'>;

/** Everything that the slot's seal binds, in the order of the format. */
const settingsText = ({ v, type, profile, device, kdf, salt }: Open): string =>
	JSON.stringify([
		v,
		type,
		profile,
		device,
		kdf.name,
		kdf.version,
		kdf.memoryKiB,
		kdf.passes,
		kdf.lanes,
		salt
	]);

/** The file of a slot, whatever its fields hold: its checksum is no secret, so a forger can make it right. */
async function fileOf(slot: Omit<Slot, 'check'>): Promise<string> {
	const check = toBase64Url(await sha256(utf8(settingsText(slot) + slot.wrapped)));
	return JSON.stringify({ ...slot, check });
}

/** Laid out by hand with the small settings: a new slot takes the strong ones, and there are hundreds of openings. */
async function newSlot(): Promise<Omit<Slot, 'check'>> {
	const salt = new Uint8Array(16).fill(3);
	const owner = { profile: newId(), device: newId() };
	const open = { v: 1, type: 'passphrase', ...owner, kdf: SMALL_KDF, salt: toBase64Url(salt) } as const;
	const key = await deriveKey(WORDS, salt, SMALL_KDF);
	if (key === undefined) throw new TypeError('no memory');
	const place = { purpose: 'wrapped-key', id: settingsText(open), device: owner.device, number: 0 } as const;
	const sealed = await sealDrl1(ROOT_KEY, key, { ...place, schema: 1, keyNumber: 0 });
	if (!sealed.ok) throw new TypeError(sealed.reason);
	return { ...open, wrapped: toBase64Url(sealed.bytes) };
}

async function opening(text: string): Promise<Answer> {
	const slot = await parseSlot(text);
	return slot && openSlot(slot, WORDS);
}

/** None of them decodes to 16 bytes other than zeros. */
export const SALTS = ['', 'AA', 'A'.repeat(10), 'A'.repeat(22), 'A'.repeat(4000), '\u0000', '===='];
const KDFS: readonly Partial<Slot['kdf']>[] = [
	{ memoryKiB: 1 },
	{ memoryKiB: 8 * 1024, passes: 16 },
	{ memoryKiB: 19 * 1024, passes: 1 },
	{ memoryKiB: 19 * 1024, passes: 2 },
	{ memoryKiB: 20 * 1024 },
	{ memoryKiB: 257 * 1024 },
	{ memoryKiB: Number.MAX_SAFE_INTEGER },
	{ passes: 17 },
	{ passes: 1 },
	{ passes: 5 }
];

/** @param good of this drawer; @param other of another one, with the same words */
function forged(good: Omit<Slot, 'check'>, other: Omit<Slot, 'check'>): Target {
	const tried = (how: string, change: Partial<Slot>): Attempt => ({
		how,
		run: async () => opening(await fileOf({ ...good, ...change }))
	});
	return {
		name: 'slot, checksum forged',
		share: 200,
		secrets: [textOf(ROOT_KEY)],
		good: async () => opening(await fileOf(good)),
		*attempts(random: Random, tries: number) {
			const listed = [
				...KDFS.map((kdf) => tried(`kdf ${JSON.stringify(kdf)}`, { kdf: { ...good.kdf, ...kdf } })),
				...SALTS.map((salt) => tried(`salt ${salt.slice(0, 12)}`, { salt })),
				tried('profile of another', { profile: other.profile }),
				tried('device of another', { device: other.device }),
				tried('salt of another', { salt: other.salt.replace('A', 'B') }),
				tried('wrapped of another', { wrapped: other.wrapped })
			];
			yield* listed;
			const wrapped = utf8(good.wrapped);
			for (const { how, bytes } of spoiltBytes(wrapped, [], { random, tries: tries - listed.length }))
				if (!equalBytes(bytes, wrapped)) yield tried(how, { wrapped: textOf(bytes) });
		}
	};
}

/** The members in one order; undefined for what is no JSON. */
export function meaning(bytes: Bytes): string | undefined {
	try {
		return canonical(JSON.parse(textOf(bytes)));
	} catch {
		return undefined;
	}
}

/** Both ways to spoil a slot. */
export async function slotTargets(): Promise<readonly Target[]> {
	const [good, other] = [await newSlot(), await newSlot()];
	const file = utf8(await fileOf(good));
	const asFile = plainTarget({
		name: 'slot file',
		share: 12_000,
		secrets: [textOf(ROOT_KEY)],
		good: file,
		others: [],
		isJson: true,
		// The order of members says nothing, and every one of them is sealed.
		isSame: (bytes) => bytes.length === file.length && meaning(bytes) === meaning(file),
		open: (bytes) => opening(textOf(bytes))
	});
	return [asFile, forged(good, other)];
}
