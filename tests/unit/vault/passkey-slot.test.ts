import { describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { newId } from '#lib/trust/ids.ts';
import {
	makePasskeySlot,
	openPasskeySlot,
	parsePasskeySlot,
	type PasskeySlot
} from '#lib/vault/passkey-slot.ts';

const PIN = '7h2kq9';
const PRF = () => new Uint8Array(32).fill(9);
const ROOT = () => new Uint8Array(32).fill(5);
const MADE = { credential: toBase64Url(randomBytes(32)), prfSalt: toBase64Url(randomBytes(32)) };
const made = makePasskeySlot(
	ROOT(),
	{ pin: PIN, prf: PRF() },
	{ profile: newId(), device: newId(), ...MADE, madeAt: 1 }
);
const open = (slot: PasskeySlot, pin = PIN, prf = PRF()) => openPasskeySlot(slot, { pin, prf });

describe('a passkey slot', () => {
	it('opens with the passkey and the PIN together', async () => {
		expect(await open(await made)).toEqual({ ok: true, rootKey: ROOT() });
		expect(await parsePasskeySlot(JSON.stringify(await made))).toEqual(await made);
	});

	it('opens with neither alone, and says which was wrong', async () => {
		expect(await open(await made, '7h2kq8')).toEqual({ ok: false, reason: 'wrong-pin' });
		expect(await open(await made, PIN.toUpperCase())).toEqual({ ok: false, reason: 'wrong-pin' });
		expect(await open(await made, PIN, PRF().with(3, 0))).toEqual({ ok: false, reason: 'other-prf' });
	});

	it('holds neither secret in the clear', async () => {
		const text = JSON.stringify(await made);
		for (const secret of [PIN, toBase64Url(PRF()), toBase64Url(ROOT())]) expect(text).not.toContain(secret);
	});

	it('is bound to its settings: changing one of them never opens it', async () => {
		const slot = await made;
		const changes: Partial<PasskeySlot>[] = [
			{ profile: newId() },
			{ device: newId() },
			{ credential: 'AAAA' },
			{ salt: 'A'.repeat(22) },
			{ kdf: { ...slot.kdf, passes: 4 } }
		];
		for (const change of changes)
			expect(await open({ ...slot, ...change }), JSON.stringify(change)).toEqual({
				ok: false,
				reason: 'wrong-pin'
			});
	});

	it('is refused below the floor, unread', async () => {
		const slot = await made;
		const weak = { ...slot, kdf: { ...slot.kdf, memoryKiB: 8 * 1024 } };
		expect(await open(weak)).toEqual({ ok: false, reason: 'weak' });
	});

	it('says that it is damaged where nothing could open it', async () => {
		expect(await open({ ...(await made), wrapped: '*' })).toEqual({ ok: false, reason: 'damaged' });
		expect(await open({ ...(await made), wrapped: 'AAAA' })).toEqual({ ok: false, reason: 'damaged' });
	});

	it('is not read from a file that was torn, changed, newer or not ours', async () => {
		const slot = await made;
		const text = JSON.stringify(slot);
		const bad = [
			'',
			'null',
			'[]',
			text.slice(0, -9),
			text.replace('"v":1', '"v":2'),
			text.replace('passkey', 'passphrase'),
			JSON.stringify({ ...slot, extra: 1 }),
			JSON.stringify({ ...slot, prfSalt: 'AAAA' }),
			JSON.stringify({ ...slot, kdf: { ...slot.kdf, memoryKiB: 8 } })
		];
		for (const file of bad) expect(await parsePasskeySlot(file), file.slice(0, 40)).toBeUndefined();
	});
});
