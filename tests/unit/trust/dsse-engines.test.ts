import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromBase64Url } from '#lib/trust/bytes.ts';
import { ENTRY_TYPE, isSignedBy, newSeed, sign, signingKey, verifies } from '#lib/trust/dsse.ts';

afterEach(() => {
	vi.restoreAllMocks();
});

const TEXT = new Uint8Array(5);
const key = await signingKey(newSeed());
const payload = { type: ENTRY_TYPE, bytes: TEXT } as const;
const signature = await sign(key, payload);

/** An engine that takes every key and every signature: what it refuses by itself must not hide what we forget. */
function lenient() {
	const imported = vi.spyOn(crypto.subtle, 'importKey').mockResolvedValue(key.privateKey);
	vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(true);
	return imported;
}

describe('on an engine that takes everything, our own check', () => {
	it('still asks the engine for a good key and signature', async () => {
		const imported = lenient();
		expect(await isSignedBy(key.publicKey, payload, signature)).toBe(true);
		expect(imported).toHaveBeenCalledWith('raw', key.publicKey, 'Ed25519', false, ['verify']);
	});

	it('refuses a key or a signature of another length without asking', async () => {
		const imported = lenient();
		for (const length of [0, 31, 33])
			expect(await verifies(new Uint8Array(length), TEXT, signature)).toBe(false);
		for (const length of [0, 63, 65])
			expect(await verifies(key.publicKey, TEXT, new Uint8Array(length))).toBe(false);
		expect(imported).not.toHaveBeenCalled();
	});

	it('refuses every key of small order, with either sign, without asking', async () => {
		const imported = lenient();
		const points = [
			'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
			'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
			'JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU',
			'xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o',
			'7P_______________________________________38',
			'7f_______________________________________38',
			'7v_______________________________________38'
		];
		for (const point of points) {
			const raw = fromBase64Url(point) ?? new Uint8Array();
			const turned = raw.with(31, (raw[31] ?? 0) | 0x80);
			expect([await verifies(raw, TEXT, signature), await verifies(turned, TEXT, signature)]).toEqual([
				false,
				false
			]);
		}
		expect(imported).not.toHaveBeenCalled();
	});
});

describe('on an engine that fails', () => {
	it('a key that cannot be imported signs nothing', async () => {
		vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('not on the curve', 'DataError'));
		expect(await verifies(key.publicKey, TEXT, signature)).toBe(false);
	});

	it.each([[{}], [{ x: '' }], [{ x: 'AAAA' }], [{ x: '=' }]])(
		'no signing key comes of a public key that is not 32 bytes: %o',
		async (jwk) => {
			vi.spyOn(crypto.subtle, 'exportKey').mockResolvedValue(jwk);
			await expect(signingKey(newSeed())).rejects.toMatchObject({ code: 'no-public-key' });
		}
	);

	it('a seed of another length is named by its length alone', async () => {
		await expect(signingKey(new Uint8Array(31))).rejects.toMatchObject({
			code: 'bad-seed',
			detail: { length: 31 }
		});
	});
});
