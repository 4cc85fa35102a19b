import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { writeReadiness } from '#lib/vault/device-db.ts';
import { deriveKey, isAllowed, SMALL_KDF, STRONG_KDF, type KdfSettings } from '#lib/vault/kdf.ts';
import { makeSlot, openSlot, parseSlot, type Slot } from '#lib/vault/slots.ts';

// A slow device, so that slots are made at the floor.
await writeReadiness('kdf-pass-ms', 500);

const OWNER = { profile: newId(), device: newId() };
const ROOT = () => new Uint8Array(32).fill(5);
const WORDS = 'gravel unsaid tiptop marina dusk';
const made = makeSlot(ROOT(), WORDS, OWNER);
const MIB = 1024;

describe('turning a passphrase into a key', () => {
	const weak: KdfSettings = { ...STRONG_KDF, memoryKiB: 65_536, passes: 2 };

	// Known answers of the Argon2 reference implementation (phc-winner-argon2, test.c, version 0x13).
	it.each([
		[65_536, 2, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
		[256, 2, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe']
	])('is Argon2id: %i KiB, %i passes', async (memoryKiB, passes, hex) => {
		const salt = Uint8Array.from(Buffer.from('somesalt'));
		const key = await deriveKey('password', salt, { ...weak, memoryKiB, passes });
		const known = await crypto.subtle.importKey('raw', Buffer.from(hex, 'hex'), 'AES-GCM', false, [
			'decrypt'
		]);
		const how = { name: 'AES-GCM', iv: new Uint8Array(12) };
		const sealed = await crypto.subtle.encrypt(how, key!, salt);
		expect(new Uint8Array(await crypto.subtle.decrypt(how, known, sealed))).toEqual(salt);
	});

	it('never gives the key away', async () => {
		const key = await deriveKey('x', new Uint8Array(16), SMALL_KDF);
		expect(key?.extractable).toBe(false);
	});

	it('has a floor and a ceiling of its own', () => {
		const allowed = (memoryKiB: number, passes: number) => isAllowed({ ...STRONG_KDF, memoryKiB, passes });
		expect([STRONG_KDF, SMALL_KDF].every(isAllowed)).toBe(true);
		expect([allowed(46 * MIB, 1), allowed(19 * MIB, 2), allowed(256 * MIB, 3)]).toEqual([true, true, true]);
		expect([allowed(45 * MIB, 1), allowed(18 * MIB, 9), allowed(64 * MIB, 0)]).toEqual([false, false, false]);
		expect([allowed(257 * MIB, 3), allowed(64 * MIB, 17)]).toEqual([false, false]);
	});

	it('gives nothing, and does not fail, when the memory cannot be had', async () => {
		const huge = { ...STRONG_KDF, memoryKiB: 4 * 1024 * MIB };
		expect(await deriveKey('x', new Uint8Array(16), huge)).toBeUndefined();
	});
});

describe('a slot', () => {
	it('opens with its passphrase and gives the root key back', async () => {
		expect(await openSlot(await made, WORDS)).toEqual({ ok: true, rootKey: ROOT() });
	});

	it('does not open with another one', async () => {
		const opened = await openSlot(await made, `${WORDS} `);
		expect(opened).toEqual({ ok: false, reason: 'wrong-passphrase' });
	});

	it('takes letters that look the same as the same', async () => {
		const slot = await makeSlot(ROOT(), 'café con piñata 5', OWNER);
		expect((await openSlot(slot, 'cafe\u0301 con pin\u0303ata 5')).ok).toBe(true);
	});

	it('survives its file', async () => {
		const slot = await made;
		expect(await parseSlot(JSON.stringify(slot))).toEqual(slot);
	});

	it('is not read from a file that was torn, changed, newer or not ours', async () => {
		const text = JSON.stringify(await made);
		const slot = await made;
		const bad = [
			'',
			'null',
			'{}',
			text.slice(0, -5),
			text.slice(0, 300) + (text[300] === 'A' ? 'B' : 'A') + text.slice(301),
			JSON.stringify({ ...slot, v: 2 }),
			JSON.stringify({ ...slot, extra: 1 }),
			JSON.stringify({ ...slot, kdf: { ...slot.kdf, memoryKiB: 8 } }),
			JSON.stringify({ ...slot, profile: '../../x' })
		];
		for (const file of bad) expect(await parseSlot(file), file.slice(0, 40)).toBeUndefined();
	});

	it('is bound to its settings: changing one of them never opens it', async () => {
		const slot = await made;
		const changes: Partial<Slot>[] = [
			{ profile: newId() },
			{ device: newId() },
			{ salt: 'A'.repeat(22) },
			{ kdf: { ...slot.kdf, passes: 4 } },
			{ kdf: { ...slot.kdf, memoryKiB: 48 * MIB } }
		];
		for (const change of changes)
			expect(await openSlot({ ...slot, ...change }, WORDS)).toEqual({
				ok: false,
				reason: 'wrong-passphrase'
			});
	});

	it('is refused below the floor, unread', async () => {
		const slot = await made;
		const weak = { ...slot, kdf: { ...slot.kdf, memoryKiB: 8 * MIB } };
		expect(await openSlot(weak, WORDS)).toEqual({ ok: false, reason: 'weak' });
	});

	it('says that it is damaged where no passphrase could open it', async () => {
		const slot = await made;
		expect(await openSlot({ ...slot, wrapped: '*' }, WORDS)).toEqual({ ok: false, reason: 'damaged' });
		expect(await openSlot({ ...slot, wrapped: 'AAAA' }, WORDS)).toEqual({ ok: false, reason: 'damaged' });
	});
});
