import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { deliverNoted } from '#lib/sync/noted.ts';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { parsePasskeySlot } from '#lib/vault/passkey-slot.ts';
import { openOutbox } from '#lib/vault/outbox.ts';
import { quickRefusalNow, readQuickFacts } from '#lib/vault/quick-facts.ts';
import { MOST_FAILURES } from '#lib/vault/quick-rule.ts';
import { readSlotAs } from '#lib/vault/slot-store.ts';
import { createVault, type Vault } from '#lib/vault/vault.ts';
import { PLACE } from '../../support/drawer.ts';
import { vaultWithRecord, WORDS } from '../../support/locked-office.ts';

// What is slow about a slot is tested with slots; here many are opened.
vi.mock('hash-wasm', () => import('../../support/fast-argon2.ts'));

const PIN = '7h2kq9';
const HOUR = 3_600_000;
const PRF = () => new Uint8Array(32).fill(9);
const MADE = { credential: toBase64Url(randomBytes(32)), prfSalt: toBase64Url(randomBytes(32)) };
const byWords = { kind: 'passphrase', passphrase: WORDS } as const;
const byPasskey = (pin = PIN, prf = PRF()) => ({ kind: 'passkey', pin, prf }) as const;
const wish = (more: object = {}) => ({
	passphrase: WORDS,
	pin: PIN,
	made: MADE,
	first: PRF(),
	second: PRF(),
	...more
});

async function withPasskey(): Promise<{ vault: Vault; profile: string; record: string }> {
	const drawer = await vaultWithRecord();
	expect(await drawer.vault.addPasskey(wish())).toEqual({ ok: true, value: null });
	return drawer;
}

const slotOf = (profile: string) => readSlotAs(profile, 'passkey', parsePasskeySlot);
const later = (ms: number) => createVault({ ...PLACE, now: () => Date.now() + ms });

describe('a passkey', () => {
	it('opens the drawer with its PIN, and the passphrase still does', async () => {
		const { profile, record } = await withPasskey();
		const vault = createVault(PLACE);
		const secret = byPasskey();
		expect(await vault.unlock(profile, secret)).toEqual({ ok: true });
		expect((await vault.open(record)).ok).toBe(true);
		expect(secret.prf.every((byte) => byte === 0)).toBe(true);
		expect(await createVault(PLACE).unlock(profile, byWords)).toEqual({ ok: true });
	});

	it('is saved only when two answers agree, with the passphrase and a good PIN; else nothing is', async () => {
		const { vault, profile } = await vaultWithRecord();
		const refused: [object, string][] = [
			[{ second: PRF().with(31, 0) }, 'answers-differ'],
			[{ first: new Uint8Array(32), second: new Uint8Array(32) }, 'bad-answer'],
			[{ first: new Uint8Array(16).fill(1), second: new Uint8Array(16).fill(1) }, 'bad-answer'],
			[{ passphrase: 'other words' }, 'wrong-passphrase'],
			[{ pin: '12345' }, 'short'],
			[{ pin: '123456' }, 'guessable']
		];
		for (const [more, reason] of refused)
			expect(await vault.addPasskey(wish(more))).toEqual({ ok: false, reason });
		expect(await slotOf(profile)).toBeUndefined();
		const closed = createVault(PLACE);
		expect(await closed.addPasskey(wish())).toEqual({ ok: false, reason: 'not-open' });
		expect(await closed.checkPassphrase(WORDS)).toEqual({ ok: false, reason: 'not-open' });
	});

	it('wipes its answers, whether it was saved or not', async () => {
		const { vault } = await vaultWithRecord();
		for (const more of [{}, { pin: '1' }]) {
			const one = wish(more);
			await vault.addPasskey(one);
			expect([...one.first, ...one.second].every((byte) => byte === 0)).toBe(true);
		}
	});

	it('names a wrong PIN and a passkey that answers differently, and counts both', async () => {
		const { profile } = await withPasskey();
		const vault = createVault(PLACE);
		expect(await vault.unlock(profile, byPasskey('7h2kq8'))).toEqual({ ok: false, reason: 'wrong-pin' });
		expect(await vault.unlock(profile, byPasskey(PIN, PRF().with(0, 1)))).toEqual({
			ok: false,
			reason: 'other-prf'
		});
		expect((await readQuickFacts(profile)).failures).toBe(2);
		expect(await vault.unlock(profile, byPasskey())).toEqual({ ok: true });
		expect((await readQuickFacts(profile)).failures).toBe(0);
	});

	it('stops after 5 wrong tries, also with the right PIN, until the passphrase comes', async () => {
		const { profile } = await withPasskey();
		const vault = createVault(PLACE);
		for (let at = 0; at < MOST_FAILURES; at += 1) await vault.unlock(profile, byPasskey('7h2kq8'));
		expect(await vault.unlock(profile, byPasskey())).toEqual({ ok: false, reason: 'quick-failures' });
		expect(await vault.unlock(profile, byWords)).toEqual({ ok: true });
		expect(await createVault(PLACE).unlock(profile, byPasskey())).toEqual({ ok: true });
	});

	it('stops 12 hours after the passphrase', async () => {
		const { profile } = await withPasskey();
		expect(await later(11 * HOUR).unlock(profile, byPasskey())).toEqual({ ok: true });
		expect(await later(12 * HOUR).unlock(profile, byPasskey())).toEqual({ ok: false, reason: 'quick-due' });
		// The clock is back, and was seen 12 hours ahead.
		expect(await later(0).unlock(profile, byPasskey())).toEqual({ ok: false, reason: 'quick-clock' });
		expect(await later(0).unlock(profile, byWords)).toEqual({ ok: true });
		expect(await later(0).unlock(profile, byPasskey())).toEqual({ ok: true });
	});

	it('is removed with the passphrase alone', async () => {
		const { vault, profile } = await withPasskey();
		expect(await vault.removePasskey('other words')).toEqual({ ok: false, reason: 'wrong-passphrase' });
		expect(await slotOf(profile)).toBeDefined();
		expect(await vault.removePasskey(WORDS)).toEqual({ ok: true, value: MADE.credential });
		expect(await slotOf(profile)).toBeUndefined();
		const again = createVault(PLACE);
		expect(await again.unlock(profile, byPasskey())).toMatchObject({ ok: false });
		expect(await again.unlock(profile, byWords)).toEqual({ ok: true });
		expect(await again.unlock(profile, byPasskey())).toEqual({ ok: false, reason: 'no-passkey' });
	});
});

describe('contact with the office', () => {
	it('is what a delivery that got through has noted', async () => {
		const { profile } = await withPasskey();
		const outbox = await openOutbox(profile);
		if (outbox === undefined) return expect.fail('no drawer');
		const chain = 'A'.repeat(43);
		await outbox.writeSync('cursor', { seq: 4, chain });
		const now = Date.now();
		expect(await quickRefusalNow(profile, now)).toBe('quick-no-contact');
		const answer = { cursor: 4, chain, more: false, acks: [], pull: [], bootstrap: [], needs_session: false };
		const post = () => Promise.resolve(Response.json(answer));
		const ports = { store: outbox, device: profile, post, now: () => now };
		expect((await deliverNoted(ports, { random: Math.random, hasSession: false })).kind).toBe('quiet');
		outbox.close();
		expect(await quickRefusalNow(profile, now + HOUR)).toBeUndefined();
	});
});
