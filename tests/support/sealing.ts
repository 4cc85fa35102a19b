import type { SealHeader, SealPlace } from '#lib/trust/drl1.ts';

/** A fixed AES key for tests: 32 times the given byte. */
export async function testKey(byte = 7): Promise<CryptoKey> {
	const raw = new Uint8Array(32).fill(byte);
	return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

export const PLACE: SealPlace & SealHeader = {
	purpose: 'working',
	id: 'r'.repeat(26),
	device: 'd'.repeat(26),
	number: 3,
	schema: 1,
	keyNumber: 1
};

/** Header and AAD of PLACE laid out by hand from the format's description, to check the code against. */
export async function sealByHand(
	plaintext: Uint8Array<ArrayBuffer>,
	key: CryptoKey
): Promise<Uint8Array<ArrayBuffer>> {
	const header = [...Buffer.from('DRL1'), 1, 0, 1, 0, 0, 0, 1, ...new Uint8Array(12).fill(9)];
	const u64 = (last: number) => [0, 8, 0, 0, 0, 0, 0, 0, 0, last];
	const text = (value: string) => [0, value.length, ...Buffer.from(value)];
	const additionalData = new Uint8Array([
		...text('doorstep'),
		...text('working'),
		...text(PLACE.id),
		...u64(1),
		...text(PLACE.device),
		...u64(3),
		...u64(1)
	]);
	const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12).fill(9), additionalData };
	const ciphertext = new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
	return new Uint8Array([...header, ...ciphertext]);
}
