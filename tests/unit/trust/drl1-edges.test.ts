import { beforeAll, describe, expect, it } from 'vitest';
import { openDrl1, readDrl1Header, sealDrl1, type SealPlace } from '#lib/trust/drl1.ts';
import { PLACE, testKey } from '../../support/sealing.ts';

const WORDS = new TextEncoder().encode('words');
let key: CryptoKey;
beforeAll(async () => {
	key = await testKey();
});

async function sealedAt(place: Partial<SealPlace>, content = WORDS): Promise<Uint8Array<ArrayBuffer>> {
	const sealed = await sealDrl1(content, key, { ...PLACE, ...place });
	if (!sealed.ok) throw new TypeError(sealed.reason);
	return sealed.bytes;
}

describe('DRL1 from a row that somebody else wrote', () => {
	it.each([undefined, null, 'DRL1', 7, {}, [0x44, 0x52, 0x4c, 0x31], new ArrayBuffer(2000)])(
		'is no DRL1 when it is not bytes: %s',
		async (blob) => {
			const given = blob as Uint8Array<ArrayBuffer>;
			expect(readDrl1Header(given)).toEqual({ ok: false, reason: 'not-drl1' });
			expect(await openDrl1(given, key, PLACE)).toEqual({ ok: false, reason: 'not-drl1' });
		}
	);

	it.each([-1, 1.5, NaN, Infinity, 2 ** 53, '3', undefined, null])(
		'is refused for a number that is no count, without a fault: %s',
		async (number) => {
			const place = { ...PLACE, number: number as number };
			const refused = { ok: false, reason: 'wrong-key-or-tampered' };
			expect(await openDrl1(await sealedAt({}), key, place)).toEqual(refused);
		}
	);

	it('is refused for an id or a device that is too long to have been sealed, without a fault', async () => {
		const long = 'x'.repeat(65_536);
		const refused = { ok: false, reason: 'wrong-key-or-tampered' };
		const blob = await sealedAt({});
		expect(await openDrl1(blob, key, { ...PLACE, id: long })).toEqual(refused);
		expect(await openDrl1(blob, key, { ...PLACE, device: long })).toEqual(refused);
	});

	it('opens at the ends of what can be sealed: the longest parts, the least and the greatest number', async () => {
		const longest = 'x'.repeat(65_535);
		for (const place of [{ id: longest }, { device: longest }, { number: 0 }, { number: 2 ** 53 - 1 }])
			expect((await openDrl1(await sealedAt(place), key, { ...PLACE, ...place })).ok).toBe(true);
	});

	it('names how long a part was that is too long, and nothing else of it', async () => {
		const made = sealDrl1(WORDS, key, { ...PLACE, id: 'x'.repeat(65_537) });
		await expect(made).rejects.toMatchObject({ code: 'seal-place-too-long', detail: { length: 65_537 } });
	});
});

it('opens content that fills its size to the last byte', async () => {
	// Noise does not shrink: deflate adds five bytes, the length takes four.
	const noise = crypto.getRandomValues(new Uint8Array(1024 - 4 - 5));
	const blob = await sealedAt({}, noise);
	expect(blob).toHaveLength(23 + 1024 + 16);
	expect(await openDrl1(blob, key, PLACE)).toMatchObject({ ok: true, bytes: noise });
});
