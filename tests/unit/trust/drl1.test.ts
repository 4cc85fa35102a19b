import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { DRL1_CAP_BYTES, openDrl1, readDrl1Header, sealDrl1, type SealPlace } from '#lib/trust/drl1.ts';
import { PLACE, sealByHand, testKey } from '../../support/sealing.ts';

const WORDS = new TextEncoder().encode('Told mum at the door. She agreed.');
let key: CryptoKey;
beforeAll(async () => {
	key = await testKey();
});

async function sealed(content = WORDS): Promise<Uint8Array<ArrayBuffer>> {
	const result = await sealDrl1(content, key, PLACE);
	expect(result.ok).toBe(true);
	return result.ok ? result.bytes : new Uint8Array();
}

/** `u32 length | deflated | fill` of a whole padded size. */
function plaintext(deflated: Uint8Array, size = 1024, length = deflated.length): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(size);
	new DataView(bytes.buffer).setUint32(0, length);
	bytes.set(deflated, 4);
	return bytes;
}

describe('DRL1', () => {
	it('gives back what was sealed, with schema and key number', async () => {
		const opened = await openDrl1(await sealed(), key, PLACE);
		expect(opened).toEqual({ ok: true, bytes: WORDS, header: { schema: 1, keyNumber: 1 } });
	});

	it('has the layout of the format page, byte for byte', async () => {
		const byHand = await sealByHand(plaintext(deflateRawSync(WORDS)), key);
		expect((await openDrl1(byHand, key, PLACE)).ok).toBe(true);
		const ours = await sealed();
		expect([...ours.subarray(0, 11)]).toEqual([...byHand.subarray(0, 11)]);
		expect(ours.length).toBe(11 + 12 + 1024 + 16);
	});

	it('uses a new nonce each time', async () => {
		const nonces = await Promise.all([sealed(), sealed()]);
		expect(nonces[0].subarray(11, 23)).not.toEqual(nonces[1].subarray(11, 23));
	});

	it('opens only in the place it was sealed for', async () => {
		const blob = await sealed();
		const elsewhere: Partial<SealPlace>[] = [
			{ purpose: 'revision' },
			{ id: 'x'.repeat(26) },
			{ device: 'x'.repeat(26) },
			{ number: 4 }
		];
		for (const change of elsewhere) {
			const opened = await openDrl1(blob, key, { ...PLACE, ...change });
			expect(opened, JSON.stringify(change)).toEqual({ ok: false, reason: 'wrong-key-or-tampered' });
		}
	});

	it('does not open under another key', async () => {
		const opened = await openDrl1(await sealed(), await testKey(8), PLACE);
		expect(opened).toEqual({ ok: false, reason: 'wrong-key-or-tampered' });
	});

	it('says what is wrong before it tries a key', async () => {
		const blob = await sealed();
		const other = (at: number, value: number) => blob.with(at, value);
		expect(readDrl1Header(other(3, 50))).toEqual({ ok: false, reason: 'not-drl1' });
		expect(readDrl1Header(new Uint8Array())).toEqual({ ok: false, reason: 'not-drl1' });
		expect(readDrl1Header(other(4, 2))).toEqual({ ok: false, reason: 'unknown-suite' });
		expect(readDrl1Header(blob.slice(0, -1))).toEqual({ ok: false, reason: 'truncated' });
		const huge = new Uint8Array(DRL1_CAP_BYTES + 1_000_000);
		huge.set(blob);
		expect(readDrl1Header(huge)).toEqual({ ok: false, reason: 'too-large' });
		expect(await openDrl1(other(4, 2), key, PLACE)).toEqual({ ok: false, reason: 'unknown-suite' });
	});

	it('reads the header of a part of a larger buffer', async () => {
		const blob = await sealed();
		const shifted = new Uint8Array(blob.length + 5);
		shifted.set(blob, 5);
		expect(readDrl1Header(shifted.subarray(5))).toEqual({ ok: true, schema: 1, keyNumber: 1 });
		expect((await openDrl1(shifted.subarray(5), key, PLACE)).ok).toBe(true);
	});

	it.each([
		['a length beyond the end', plaintext(deflateRawSync(WORDS), 1024, 1021), 'bad-length'],
		['a size that this length would not be padded to', plaintext(deflateRawSync(WORDS), 1088), 'bad-length'],
		['padding that is not zeros', plaintext(deflateRawSync(WORDS)).with(1023, 1), 'bad-padding'],
		['content that is not deflated', plaintext(new Uint8Array([7, 7, 7])), 'bad-deflate'],
		['content cut short', plaintext(deflateRawSync(WORDS).subarray(0, -3)), 'bad-deflate'],
		['content with more behind it', plaintext(Buffer.concat([deflateRawSync(WORDS), WORDS])), 'bad-deflate'],
		['no content at all', plaintext(new Uint8Array()), 'bad-deflate']
	])('refuses %s, although the key is right', async (_name, inner, reason) => {
		expect(await openDrl1(await sealByHand(inner, key), key, PLACE)).toEqual({ ok: false, reason });
	});

	it('stops inflating at 4 MiB', async () => {
		const bomb = deflateRawSync(new Uint8Array(DRL1_CAP_BYTES + 1));
		const size = Math.ceil((bomb.length + 4) / 128) * 128;
		const opened = await openDrl1(await sealByHand(plaintext(bomb, size), key), key, PLACE);
		expect(opened).toEqual({ ok: false, reason: 'too-large' });
	});

	it('seals 4 MiB of noise, opens it again, and refuses one byte more', async () => {
		const noise = new Uint8Array(DRL1_CAP_BYTES);
		for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
		const opened = await openDrl1(await sealed(noise), key, PLACE);
		expect(opened.ok && Buffer.compare(opened.bytes, noise)).toBe(0);
		const over = await sealDrl1(new Uint8Array(DRL1_CAP_BYTES + 1), key, PLACE);
		expect(over).toEqual({ ok: false, reason: 'too-large' });
	});

	it('is loud about a key for another use and about an endless id: those are bugs', async () => {
		const raw = new Uint8Array(32);
		const encryptOnly = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
		await expect(openDrl1(await sealed(), encryptOnly, PLACE)).rejects.toThrow();
		const endless = { ...PLACE, id: 'x'.repeat(65_536) };
		await expect(sealDrl1(WORDS, key, endless)).rejects.toMatchObject({ code: 'seal-place-too-long' });
	});
});
