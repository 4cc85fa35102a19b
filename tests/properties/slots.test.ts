import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { isAllowed, STRONG_KDF } from '#lib/vault/kdf.ts';
import { makeSlot, openSlot, parseSlot, type Slot } from '#lib/vault/slots.ts';

/** Each derives keys over 64 MiB several times: few, and more in the long form. */
const RUNS = { numRuns: process.env.SLOW ? 40 : 2 };
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 });
const rootKey = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Uint8Array.from(array));
const MIB = 1024;

describe('slots', () => {
	it('give the root key back through their file for the same words alone', async () => {
		await fc.assert(
			fc.asyncProperty(words, words, rootKey, async (own, other, root) => {
				fc.pre(own.normalize('NFKC') !== other.normalize('NFKC'));
				const owner = { profile: newId(), device: newId() };
				const slot = await parseSlot(JSON.stringify(await makeSlot(root, own, owner)));
				if (slot === undefined) return expect.fail('the file of a new slot is not read');
				expect(slot).toMatchObject(owner);
				expect(await openSlot(slot, own.normalize('NFD'))).toEqual({ ok: true, rootKey: root });
				expect(await openSlot(slot, other)).toEqual({ ok: false, reason: 'wrong-passphrase' });
			}),
			RUNS
		);
	}, 180_000);

	it('are refused unread below the floor and above the ceiling, whatever else they say', async () => {
		const made = await makeSlot(new Uint8Array(32), 'words', { profile: newId(), device: newId() });
		const settings = fc.record({
			memoryKiB: fc.integer({ min: 1, max: 600 * MIB }),
			passes: fc.integer({ min: 1, max: 40 })
		});
		await fc.assert(
			fc.asyncProperty(settings, async (chosen) => {
				const kdf = { ...STRONG_KDF, ...chosen };
				// The rule once more, from the words of the reference: 46 MiB once, 19 MiB twice; at most 256 MiB, 16 times.
				const floor = kdf.memoryKiB >= 46 * MIB || (kdf.memoryKiB >= 19 * MIB && kdf.passes >= 2);
				const isIn = floor && kdf.memoryKiB <= 256 * MIB && kdf.passes <= 16;
				expect(isAllowed(kdf)).toBe(isIn);
				const slot: Slot = { ...made, kdf };
				if (!isIn) expect(await openSlot(slot, 'words')).toEqual({ ok: false, reason: 'weak' });
			}),
			{ numRuns: 200 }
		);
	});
});
