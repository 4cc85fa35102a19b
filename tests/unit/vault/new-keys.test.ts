import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { DrawerDatabase } from '#lib/vault/database.ts';
import { withRootKey } from '#lib/vault/keyring.ts';
import { deriveKeys, unwrapSecret } from '#lib/vault/keys.ts';
import { slotKindsOf } from '#lib/vault/slot-names.ts';
import { writeSlotText } from '#lib/vault/slot-store.ts';
import { rootKeyFor } from '#lib/vault/unlocking.ts';
import { createVault, type Vault } from '#lib/vault/vault.ts';
import { FACTS, PLACE, recordWith } from '../../support/drawer.ts';
import { PowerCut } from '../../support/power-cut.ts';

vi.mock('#lib/vault/kdf.ts', async (original) =>
	(await import('../../support/quick-kdf.ts')).quickKdf(original)
);

const OLD = 'gravel unsaid tiptop marina dusk';
const NEW = 'whole other words that came later';
const secret = (passphrase: string) => ({ kind: 'passphrase', passphrase }) as const;
const INPUT = { record: recordWith('kept'), facts: FACTS, at: '2026-11-22T10:00:00Z' };
const RECORDS = 3;

const device = new PowerCut();
device.install();

interface Made {
	readonly vault: Vault;
	readonly profile: string;
	readonly records: readonly string[];
	/** As somebody might have who saw the passphrase. */
	readonly oldRoot: Uint8Array<ArrayBuffer>;
}

async function madeDrawer(): Promise<Made> {
	device.restart();
	const vault = createVault(PLACE);
	const made = await vault.make(OLD);
	if (!made.ok) return expect.fail('no drawer');
	const { profile } = made;
	const records: string[] = [];
	for (let at = 0; at < RECORDS; at += 1) {
		const created = await vault.create(INPUT);
		if (created.ok) records.push(created.header.id);
	}
	await writeSlotText(profile, 'passkey', JSON.stringify({ v: 1, madeAt: 5 }));
	const root = await withRootKey(profile, secret(OLD), (rootKey) => Promise.resolve(rootKey.slice()));
	return { vault, profile, records, oldRoot: root.ok ? root.value : new Uint8Array() };
}

async function openedWith(profile: string, passphrase: string): Promise<Vault | undefined> {
	const vault = createVault(PLACE);
	return (await vault.unlock(profile, secret(passphrase))).ok ? vault : undefined;
}

/** Everything in the drawer opens: the list, each record, the device's keys. */
async function expectWhole(vault: Vault, records: readonly string[], when: string): Promise<void> {
	const { headers, damaged } = await vault.list();
	expect([headers.length, damaged], when).toEqual([records.length, []]);
	for (const id of records) expect((await vault.open(id)).ok, when).toBe(true);
	expect(await vault.create(INPUT), when).toMatchObject({ ok: true });
}

/** How many rows a root key opens: those that were made with the drawer. */
async function opens(profile: string, rootKey: Uint8Array<ArrayBuffer>, owner: string): Promise<number> {
	const db = new DrawerDatabase(profile);
	const keys = await deriveKeys(rootKey.slice(), { profile, device: owner });
	let count = 0;
	for (const { record: id, keyNumber, wrapped } of await db.recordKeys.toArray())
		if ((await unwrapSecret(keys, wrapped, { id, keyNumber })).ok) count += 1;
	db.close();
	return count;
}

async function expectFinished({ profile, oldRoot }: Made, passphrase: string, when: string): Promise<void> {
	const found = await rootKeyFor(profile, secret(passphrase));
	if (!found.ok) return expect.fail(when);
	expect(found.rootKey, when).toHaveLength(32);
	expect(found.rootKey, when).not.toEqual(oldRoot);
	expect(await opens(profile, oldRoot, found.owner.device), when).toBe(0);
	expect(await slotKindsOf(profile), when).toEqual(['passphrase']);
}

describe('making new keys', () => {
	it('seals everything under another root key, and removes what cannot follow', async () => {
		const made = await madeDrawer();
		const { vault, profile, records } = made;
		const done = await vault.makeNewKeys({ current: OLD, next: NEW });
		expect(done).toEqual({ ok: true, value: { removed: ['passkey'], left: 0 } });
		// The tab that made them works on under the new keys.
		await expectWhole(vault, records, 'at once');
		await expectFinished(made, NEW, 'afterwards');
		expect(await openedWith(profile, OLD)).toBeUndefined();
		const again = await openedWith(profile, NEW);
		expect((await again?.list())?.headers).toHaveLength(RECORDS + 1);
	});

	it('leaves one passphrase that opens everything, wherever the power goes, and goes on at the next unlock', async () => {
		const seen = new Set<string>();
		for (let steps = 0; ; steps += 1) {
			const made = await madeDrawer();
			const { vault, profile, records } = made;
			device.cutAfter(steps);
			const done = await vault.makeNewKeys({ current: OLD, next: NEW }).catch(() => undefined);
			const wasCut = device.isCut;
			device.restart();
			const when = `after ${steps} steps`;
			const opening = [];
			for (const passphrase of [OLD, NEW])
				if ((await rootKeyFor(profile, secret(passphrase))).ok) opening.push(passphrase);
			expect(opening, when).toHaveLength(1);
			const [passphrase = ''] = opening;
			if (done?.ok) expect(passphrase, when).toBe(NEW);
			const again = await openedWith(profile, passphrase);
			if (!again) return expect.fail(when);
			await expectWhole(again, records, when);
			if (passphrase === NEW) await expectFinished(made, NEW, when);
			seen.add(passphrase);
			if (!wasCut) break;
			expect(steps, 'it never ends').toBeLessThan(120);
		}
		expect([...seen].sort()).toEqual([OLD, NEW].sort());
	}, 60_000);

	it('is finished in the end when the power goes again while going on', async () => {
		// From the moment the new passphrase counts, through the sealing, to the last write.
		for (const first of [8, 10, 12, 14, 17, 20, 23]) {
			for (let second = 0; second < 20; second += 2) {
				const made = await madeDrawer();
				const { vault, profile, records } = made;
				device.cutAfter(first);
				await vault.makeNewKeys({ current: OLD, next: NEW }).catch(() => undefined);
				device.restart();
				device.cutAfter(second);
				await createVault(PLACE)
					.unlock(profile, secret(NEW))
					.catch(() => undefined);
				device.restart();
				const when = `after ${first} and ${second} steps`;
				const again = await openedWith(profile, NEW);
				if (!again) return expect.fail(when);
				await expectWhole(again, records, when);
				await expectFinished(made, NEW, when);
			}
		}
	}, 60_000);

	it('lets no record fall between the keys: what is asked meanwhile waits', async () => {
		const { vault, profile } = await madeDrawer();
		const making = { isDone: false };
		const made = vault.makeNewKeys({ current: OLD, next: NEW }).finally(() => (making.isDone = true));
		// One after another, as a person's saves come, from before it begins until after it has ended.
		const created = [];
		while (!making.isDone) created.push(await vault.create(INPUT));
		expect(await made).toMatchObject({ ok: true });
		const again = await openedWith(profile, NEW);
		for (const one of created)
			expect(one.ok && (await again?.open(one.header.id))?.ok, JSON.stringify(one)).toBe(true);
		expect((await again?.list())?.headers).toHaveLength(RECORDS + created.length);
	});

	it('changes nothing when the slot cannot be written or the passphrase is wrong', async () => {
		const { vault, profile, records } = await madeDrawer();
		device.isFull = true;
		const full = await vault.makeNewKeys({ current: OLD, next: NEW });
		device.isFull = false;
		expect(full).toEqual({ ok: false, reason: 'full' });
		const wrong = await vault.makeNewKeys({ current: 'wrong', next: NEW });
		expect(wrong).toEqual({ ok: false, reason: 'wrong-passphrase' });
		expect((await vault.makeNewKeys({ current: OLD, next: OLD })).ok).toBe(false);
		expect(await slotKindsOf(profile)).toEqual(['passphrase', 'passkey']);
		await expectWhole(vault, records, 'afterwards');
		expect(await openedWith(profile, OLD)).toBeDefined();
	});

	it('says when the new passphrase counts and the rest could not be done, and does it at the next unlock', async () => {
		const made = await madeDrawer();
		const put = vi.spyOn(DrawerDatabase.prototype, 'transaction').mockImplementation(() => {
			throw new DOMException('full', 'QuotaExceededError');
		});
		const done = await made.vault.makeNewKeys({ current: OLD, next: NEW });
		put.mockRestore();
		expect(done).toMatchObject({ ok: false, reason: 'unfinished' });
		await expectWhole(made.vault, made.records, 'in the tab that tried');
		expect(await openedWith(made.profile, OLD)).toBeUndefined();
		expect(await openedWith(made.profile, NEW)).toBeDefined();
		await expectFinished(made, NEW, 'after the next unlock');
	});
});
