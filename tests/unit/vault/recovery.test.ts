import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { newIdentity } from '#lib/trust/age.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeRecoverySlot, parseRecoverySlot, recoveryPlace } from '#lib/trust/recovery-slot.ts';
import type { OfficeDrawer } from '#lib/vault/office-drawer.ts';
import { recoveryKeeper } from '#lib/vault/recovery.ts';
import { readSlotAs, removeSlot, writeSlotText } from '#lib/vault/slot-store.ts';
import { createVault } from '#lib/vault/vault.ts';
import { PLACE } from '../../support/drawer.ts';
import { foundedVault, vaultWithRecord, WORDS } from '../../support/locked-office.ts';

// What is slow about a slot is tested with slots; here many are opened.
vi.mock('hash-wasm', () => import('../../support/fast-argon2.ts'));

const NEW_WORDS = 'amber ledger pickle thirsty vault';
const byWords = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;

describe('the recovery slot', () => {
	it('is made with joining, and made again when it is missing, damaged or of another root key', async () => {
		const { profile } = await foundedVault();
		const kept = () => readSlotAs(profile, 'recovery', parseRecoverySlot);
		const first = await kept();
		if (first === undefined || first === 'damaged') return expect.fail('no slot');
		const wrong = await makeRecoverySlot(
			new Uint8Array(32),
			await recoveryPlace(new Uint8Array(32), first, { ...first, recipient: '' }),
			(await newIdentity()).recipient
		);
		for (const spoil of [
			() => removeSlot(profile, 'recovery'),
			() => writeSlotText(profile, 'recovery', '{"v":1'),
			() => writeSlotText(profile, 'recovery', JSON.stringify(wrong))
		]) {
			await spoil();
			await createVault(PLACE).unlock(profile, byWords(WORDS));
			await vi.waitFor(
				async () => expect(await kept()).toMatchObject({ commit: first.commit, epoch: 1 }),
				5000
			);
		}
	});

	it('is looked after again when one time broke', async () => {
		const profile = newId();
		const standing = vi
			.fn()
			.mockRejectedValueOnce(new TypeError('a fault of ours'))
			.mockRejectedValueOnce(new DOMException('refused', 'QuotaExceededError'))
			.mockResolvedValue({ ok: false, reason: 'not-joined' });
		const office = { standing, keys: { profile } } as unknown as OfficeDrawer;
		const keep = recoveryKeeper(() => ({ office, root: () => Promise.resolve(undefined) }));
		await expect(keep()).rejects.toThrow('a fault of ours');
		await keep();
		await keep();
		expect(standing).toHaveBeenCalledTimes(3);
	});

	it('is not there before joining, and nobody is asked then', async () => {
		const { vault, profile } = await vaultWithRecord();
		expect(await vault.helpState(profile)).toEqual({ recovery: 'none', request: undefined });
		expect(await vault.askForHelp(profile, NEW_WORDS)).toEqual({ ok: false, reason: 'no-recovery' });
	});
});
