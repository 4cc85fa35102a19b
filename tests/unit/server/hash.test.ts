import { expect, it } from 'vitest';
import { hash } from '#lib/server/hash.ts';
import { sha256, utf8 } from '#lib/trust/bytes.ts';
import { CHAIN_START, chainStep, entryId, recordId } from '#lib/trust/ids.ts';

const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 700, 100_000];

it.each(LENGTHS)('gives what WebCrypto gives for %d bytes, whole and in parts', async (length) => {
	const bytes = crypto.getRandomValues(new Uint8Array(Math.min(length, 65_536)));
	const whole = new Uint8Array(length);
	whole.set(bytes);
	const middle = length >> 1;
	expect(hash(whole)).toEqual(await sha256(whole));
	expect(hash(whole.subarray(0, middle), whole.subarray(middle))).toEqual(await sha256(whole));
});

it('gives the same ids and chain as WebCrypto does on a device', async () => {
	const header = utf8('{"v":1}');
	const link = { entryId: await entryId(header), seq: 7, receivedAt: 1_795_340_000_000 };
	const salt = crypto.getRandomValues(new Uint8Array(16));
	expect(await entryId(header, hash)).toBe(link.entryId);
	expect(await recordId('person', salt, hash)).toBe(await recordId('person', salt));
	expect(await chainStep(CHAIN_START, link, hash)).toEqual(await chainStep(CHAIN_START, link));
});
