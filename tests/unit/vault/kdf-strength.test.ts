import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import { readReadiness, writeReadiness } from '#lib/vault/device-db.ts';
import { deriveKey, isAllowed, SMALL_KDF, STRONG_KDF } from '#lib/vault/kdf.ts';
import { deriveStrong, isBelowFloor, notePassMs, settingsFor } from '#lib/vault/kdf-strength.ts';
import { readSlot, writeSlot } from '#lib/vault/slot-store.ts';
import { openSlot, wrapInSlot } from '#lib/vault/slots.ts';
import { createVault } from '#lib/vault/vault.ts';
import { PLACE } from '../../support/drawer.ts';

const KEY = 'kdf-pass-ms';
const MIB = 1024;
const WORDS = 'gravel unsaid tiptop marina dusk';
const secret = { kind: 'passphrase', passphrase: WORDS } as const;

beforeEach(() => writeReadiness(KEY, 500));

describe('the strength of a new slot', () => {
	it.each([
		[5000, 3],
		[500, 3],
		[376, 3],
		[375, 4],
		[150, 10],
		[93, 16],
		[1, 16]
	])('for a device that needs %i ms for one pass: %i passes', (passMs, passes) => {
		expect(settingsFor(passMs)).toEqual({ ...STRONG_KDF, passes });
		expect(isAllowed(settingsFor(passMs))).toBe(true);
	});

	it('never goes below the floor, whatever was noted', async () => {
		for (const noted of [0, -5, Number.NaN, 'quick', 1e12, null]) {
			await writeReadiness(KEY, noted);
			const made = await deriveStrong('x', randomBytes(16));
			expect(made?.kdf.memoryKiB, String(noted)).toBe(64 * MIB);
			expect(made?.kdf.passes, String(noted)).toBeGreaterThanOrEqual(3);
		}
	}, 60_000);

	it('is measured once, and only ever goes up', async () => {
		await writeReadiness(KEY, undefined);
		await deriveStrong('x', randomBytes(16));
		const measured = Number(await readReadiness(KEY));
		expect(measured).toBeGreaterThan(0);
		await notePassMs(measured * 2);
		expect(await readReadiness(KEY)).toBe(measured);
		await notePassMs(measured / 2);
		expect(await readReadiness(KEY)).toBe(measured / 2);
	});

	it('counts what is weaker than a new slot and may still be opened', () => {
		const weaker = (memoryKiB: number, passes: number) => isBelowFloor({ ...STRONG_KDF, memoryKiB, passes });
		expect([weaker(64 * MIB, 2), weaker(46 * MIB, 9), isBelowFloor(SMALL_KDF)]).toEqual([true, true, true]);
		expect([weaker(64 * MIB, 3), weaker(128 * MIB, 3), weaker(8 * MIB, 1)]).toEqual([false, false, false]);
	});
});

describe('a slot weaker than new ones', () => {
	it('is made stronger at the unlock, and opens the same drawer', async () => {
		const vault = createVault(PLACE);
		const made = await vault.make(WORDS);
		if (!made.ok) return expect.fail('no drawer');
		const { profile } = made;
		const slot = await readSlot(profile);
		if (slot === undefined || slot === 'damaged') return expect.fail('no slot');
		const opened = await openSlot(slot, WORDS);
		if (!opened.ok) return expect.fail(opened.reason);
		const salt = randomBytes(16);
		const kdf = { ...SMALL_KDF, passes: 2 };
		const key = await deriveKey(WORDS, salt, kdf);
		const { device, madeAt } = slot;
		const settings = { profile, device, kdf, salt: toBase64Url(salt), ...(madeAt && { madeAt }) };
		await writeSlot(await wrapInSlot(opened.rootKey, { key: key!, settings }));
		expect((await vault.ways())[0]).toMatchObject({ isSmall: true });

		expect(await createVault(PLACE).unlock(profile, { ...secret, passphrase: 'wrong' })).toMatchObject({
			reason: 'wrong-passphrase'
		});
		expect((await vault.ways())[0]).toMatchObject({ isSmall: true });
		expect(await createVault(PLACE).unlock(profile, secret)).toEqual({ ok: true });
		expect((await vault.ways())[0]).toMatchObject({ isSmall: false, kdf: STRONG_KDF, madeAt });
		expect(await createVault(PLACE).unlock(profile, secret)).toEqual({ ok: true });
		expect(await createVault(PLACE).unlock(newId(), secret)).toMatchObject({ reason: 'no-drawer' });
	}, 60_000);
});
