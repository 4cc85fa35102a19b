import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDrl1, sealDrl1, type SealPurpose } from '#lib/trust/drl1.ts';
import { PLACE, testKey } from '../support/sealing.ts';

const RUNS = { numRuns: process.env.SLOW ? 500 : 40 };
const PURPOSES: readonly SealPurpose[] = ['working', 'revision', 'header-page', 'wrapped-key'];

const place = fc.record({
	purpose: fc.constantFrom(...PURPOSES),
	id: fc.string({ maxLength: 40 }),
	device: fc.string({ maxLength: 40 }),
	number: fc.maxSafeNat(),
	schema: fc.integer({ min: 0, max: 0xffff }),
	keyNumber: fc.integer({ min: 0, max: 0xffff_ffff })
});

describe('DRL1 properties', () => {
	it('gives back any content at any place', async () => {
		const key = await testKey();
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), place, async (content, at) => {
				const bytes = Uint8Array.from(content);
				const sealed = await sealDrl1(bytes, key, at);
				const opened = sealed.ok && (await openDrl1(sealed.bytes, key, at));
				expect(opened).toEqual({
					ok: true,
					bytes,
					header: { schema: at.schema, keyNumber: at.keyNumber }
				});
			}),
			RUNS
		);
	});

	it('opens nothing that was changed by a single bit, cut anywhere, or made longer', async () => {
		const key = await testKey();
		const sealed = await sealDrl1(new TextEncoder().encode('x'.repeat(300)), key, PLACE);
		const blob = sealed.ok ? sealed.bytes : new Uint8Array();
		let tried = 0;
		let accepted = 0;
		const attempt = async (bytes: Uint8Array<ArrayBuffer>) => {
			tried += 1;
			if ((await openDrl1(bytes, key, PLACE)).ok) accepted += 1;
		};
		for (let bit = 0; bit < blob.length * 8; bit += process.env.SLOW ? 1 : 7) {
			const at = bit >> 3;
			await attempt(blob.with(at, (blob[at] ?? 0) ^ (1 << (bit & 7))));
		}
		for (let length = 0; length < blob.length; length += 1) await attempt(blob.slice(0, length));
		for (const extra of [1, 16, 64, 1024]) {
			const longer = new Uint8Array(blob.length + extra);
			longer.set(blob);
			await attempt(longer);
		}
		expect(tried).toBeGreaterThan(2000);
		expect(accepted).toBe(0);
	});

	it('answers any bytes with a reason, never with an exception', async () => {
		const key = await testKey();
		const start = Uint8Array.from(Buffer.from('DRL1\x01'));
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.boolean(), async (noise, prefixed) => {
				const bytes = Uint8Array.from(prefixed ? [...start, ...noise] : noise);
				expect((await openDrl1(bytes, key, PLACE)).ok).toBe(false);
			}),
			RUNS
		);
	});
});
