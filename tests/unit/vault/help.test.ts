import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { recipientOf } from '#lib/trust/age.ts';
import { fromUtf8, toBase64Url, utf8, type Bytes } from '#lib/trust/bytes.ts';
import { answerRequest } from '#lib/trust/help-answer.ts';
import { readRequest } from '#lib/trust/help-request.ts';
import { openKit } from '#lib/trust/kit.ts';
import { makeRecoverySlot, parseRecoverySlot, recoveryPlace } from '#lib/trust/recovery-slot.ts';
import { DrawerDatabase } from '#lib/vault/database.ts';
import * as deviceDb from '#lib/vault/device-db.ts';
import { parseRequestSlot, requestIn } from '#lib/vault/request-slot.ts';
import { readSlot, readSlotAs, writeSlotText } from '#lib/vault/slot-store.ts';
import { openSlot } from '#lib/vault/slots.ts';
import { createVault } from '#lib/vault/vault.ts';
import { PLACE } from '../../support/drawer.ts';
import { foundedVault, WORDS, type FoundedVault } from '../../support/locked-office.ts';
import { KIT_WORDS } from '../../support/office-drawer.ts';

// What is slow about a slot is tested with slots; here many are opened.
vi.mock('hash-wasm', () => import('../../support/fast-argon2.ts'));

const NEW_WORDS = 'amber ledger pickle thirsty vault';
const byWords = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;

afterEach(() => vi.restoreAllMocks());

async function answer(kit: Uint8Array, file: string): Promise<Bytes> {
	const opened = await openKit(kit, KIT_WORDS);
	const read = await readRequest(utf8(file));
	if (!opened.ok || !read.ok) throw new TypeError('not read');
	const answered = await answerRequest(read.value, opened.value);
	if (!answered.ok) throw new TypeError(answered.reason);
	return answered.value;
}

async function asked({ profile }: Pick<FoundedVault, 'profile'>, words = NEW_WORDS): Promise<string> {
	const done = await createVault(PLACE).askForHelp(profile, words);
	if (!done.ok) throw new TypeError(done.reason);
	return done.value.file;
}

async function opensWith(profile: string, words: string): Promise<boolean> {
	return (await createVault(PLACE).unlock(profile, byWords(words))).ok;
}

/** The slot alone: opening the whole drawer would make the request void. */
async function opensWithSlot(profile: string, words: string): Promise<boolean> {
	const slot = await readSlot(profile);
	return slot !== undefined && slot !== 'damaged' && (await openSlot(slot, words)).ok;
}

describe('a forgotten passphrase', () => {
	it('is replaced with the office’s help, and every record is there', async () => {
		const office = await foundedVault();
		const { profile, record } = office;
		const file = await asked(office);
		expect(await createVault(PLACE).helpState(profile)).toMatchObject({
			recovery: 'ready',
			request: { code: expect.stringMatching(/^[a-z2-7 ]{19}$/) as string, file }
		});
		const taken = await createVault(PLACE).takeAnswer(profile, await answer(office.kit, file), NEW_WORDS);
		expect(taken).toEqual({ ok: true, value: null });
		expect(await opensWith(profile, WORDS)).toBe(false);
		const vault = createVault(PLACE);
		expect(await vault.unlock(profile, byWords(NEW_WORDS))).toEqual({ ok: true });
		expect(await vault.open(record)).toMatchObject({
			ok: true,
			record: { values: { 'case/concern': 'kept' } }
		});
		expect((await vault.helpState(profile)).request).toBeUndefined();
		expect(await vault.membership()).toMatchObject({ state: 'joined' });
	});

	it('keeps neither passphrase nor identity in the clear', async () => {
		const office = await foundedVault();
		const file = await asked(office);
		const text = (await deviceDb.readSlotRow(`${office.profile}.request`)) ?? '';
		for (const secret of [NEW_WORDS, 'AGE-SECRET', toBase64Url(utf8('AGE-SECRET-KEY-PQ-1'))])
			expect(text + file).not.toContain(secret);
	});

	it('changes nothing for an answer that is not this one, and says why', async () => {
		const office = await foundedVault();
		const { profile, kit } = office;
		const older = await answer(kit, await asked(office));
		const other = await foundedVault();
		const foreign = await answer(other.kit, await asked(other));
		const good = await answer(kit, await asked(office));
		const spoilt = { ...(JSON.parse(fromUtf8(good) ?? '') as { sealed: string }) };
		spoilt.sealed = `${spoilt.sealed.slice(0, -8)}AAAAAAAA`;
		const before = JSON.stringify(await readSlot(profile));
		const reasonFor = async (file: Bytes, words = NEW_WORDS) => {
			const done = await createVault(PLACE).takeAnswer(profile, file, words);
			return done.ok ? 'taken' : done.reason;
		};
		expect(await reasonFor(older)).toBe('other-request');
		expect(await reasonFor(foreign)).toBe('other-device');
		expect(await reasonFor(utf8('{}'))).toBe('not-an-answer');
		expect(await reasonFor(utf8(JSON.stringify(spoilt)))).toBe('damaged');
		expect(await reasonFor(good, WORDS)).toBe('wrong-passphrase');
		expect(JSON.stringify(await readSlot(profile))).toBe(before);
		expect(await opensWith(profile, WORDS)).toBe(true);
		// Opening the drawer made the request void: the answer that was good comes too late.
		await vi.waitFor(async () => expect(await reasonFor(good)).toBe('no-request'), 5000);
	});

	it('refuses a root key that does not open this drawer', async () => {
		const office = await foundedVault();
		const { profile } = office;
		const kept = await readSlotAs(profile, 'recovery', parseRecoverySlot);
		if (kept === undefined || kept === 'damaged') return expect.fail('no slot');
		const opened = await openKit(office.kit, KIT_WORDS);
		if (!opened.ok) return expect.fail(opened.reason);
		const recipient = (await recipientOf(opened.value.recoveryIdentity)) ?? '';
		const foreign = new Uint8Array(32).fill(1);
		const place = await recoveryPlace(foreign, kept, { ...kept, recipient });
		await writeSlotText(
			profile,
			'recovery',
			JSON.stringify(await makeRecoverySlot(foreign, place, recipient))
		);
		const file = await asked(office);
		const taken = await createVault(PLACE).takeAnswer(profile, await answer(office.kit, file), NEW_WORDS);
		expect(taken).toEqual({ ok: false, reason: 'does-not-open' });
		expect(await opensWith(profile, WORDS)).toBe(true);
	});

	it.each([
		{ step: 'writing the new slot', method: 'put', slot: 'passphrase', left: WORDS },
		{ step: 'forgetting the request', method: 'delete', slot: 'request', left: NEW_WORDS }
	] as const)(
		'leaves one passphrase that works when it is cut off at $step',
		async ({ method, slot, left }) => {
			const { profile, kit } = await foundedVault();
			const good = await answer(kit, await asked({ profile }));
			const store = IDBObjectStore.prototype;
			// eslint-disable-next-line @typescript-eslint/unbound-method -- called on its own object below
			const real = store[method];
			const cut = vi.spyOn(store, method).mockImplementation(function (
				this: IDBObjectStore,
				...args: unknown[]
			) {
				if (args.includes(`${profile}.${slot}`)) throw new DOMException('cut off', 'AbortError');
				return Reflect.apply(real, this, args) as IDBRequest<IDBValidKey> & IDBRequest<undefined>;
			});
			const refused = await createVault(PLACE).takeAnswer(profile, good, NEW_WORDS);
			expect(refused).toEqual({ ok: false, reason: 'storage' });
			expect(await opensWithSlot(profile, left)).toBe(true);
			cut.mockRestore();
			// The same answer may be loaded again.
			expect(await createVault(PLACE).takeAnswer(profile, good, NEW_WORDS)).toEqual({
				ok: true,
				value: null
			});
			expect(await opensWith(profile, NEW_WORDS)).toBe(true);
		}
	);

	it('may be asked for again: only the newest request counts', async () => {
		const office = await foundedVault();
		await asked(office);
		await asked(office, 'other words that were chosen');
		const slot = await readSlotAs(office.profile, 'request', parseRequestSlot);
		if (slot === undefined || slot === 'damaged') return expect.fail('no slot');
		expect(await requestIn({ ...slot, device: office.profile })).toBeUndefined();
		const good = await answer(office.kit, slot.request);
		const vault = createVault(PLACE);
		expect(await vault.takeAnswer(office.profile, good, NEW_WORDS)).toEqual({
			ok: false,
			reason: 'wrong-passphrase'
		});
		await vault.dropRequest(office.profile);
		expect(await vault.takeAnswer(office.profile, good, NEW_WORDS)).toEqual({
			ok: false,
			reason: 'no-request'
		});
	});

	it('has no drawer of that name to open after it was thrown away', async () => {
		const office = await foundedVault();
		const good = await answer(office.kit, await asked(office));
		await new DrawerDatabase(office.profile).delete();
		const taken = await createVault(PLACE).takeAnswer(office.profile, good, NEW_WORDS);
		expect(taken).toEqual({ ok: false, reason: 'does-not-open' });
	});
});
