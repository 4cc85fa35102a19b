import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
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

const device = new PowerCut();
device.install();

async function madeDrawer(): Promise<{ vault: Vault; profile: string; record: string }> {
	device.restart();
	const vault = createVault(PLACE);
	const made = await vault.make(OLD);
	const created = await vault.create(INPUT);
	if (!made.ok || !created.ok) return expect.fail('no drawer');
	return { vault, profile: made.profile, record: created.header.id };
}

/** The passphrases that open the drawer and its record, after the device was started again. */
async function opening(profile: string, record: string): Promise<readonly string[]> {
	device.restart();
	const opens: string[] = [];
	for (const passphrase of [OLD, NEW]) {
		const vault = createVault(PLACE);
		if ((await vault.unlock(profile, secret(passphrase))).ok && (await vault.open(record)).ok)
			opens.push(passphrase);
	}
	return opens;
}

describe('changing the passphrase', () => {
	it('makes the new one open and the old one not, and keeps every record', async () => {
		const { vault, profile, record } = await madeDrawer();
		expect(await vault.changePassphrase({ current: OLD, next: NEW })).toEqual({ ok: true, value: null });
		expect(await opening(profile, record)).toEqual([NEW]);
		// The tab that changed it works on.
		expect((await vault.save({ ...INPUT, id: record })).ok).toBe(true);
	});

	it('leaves exactly one passphrase that opens, wherever the power goes', async () => {
		const seen = new Set<string>();
		for (let steps = 0; ; steps += 1) {
			const { vault, profile, record } = await madeDrawer();
			device.cutAfter(steps);
			const changed = await vault.changePassphrase({ current: OLD, next: NEW }).catch(() => undefined);
			const wasCut = device.isCut;
			const opens = await opening(profile, record);
			expect(opens, `after ${steps} steps`).toHaveLength(1);
			if (changed?.ok) expect(opens, `said done after ${steps} steps`).toEqual([NEW]);
			seen.add(opens[0] ?? '');
			if (!wasCut) break;
			// What the cut left can be changed again.
			const again = createVault(PLACE);
			await again.unlock(profile, secret(opens[0] ?? ''));
			const next = 'a third one, chosen after the cut';
			expect((await again.changePassphrase({ current: opens[0] ?? '', next })).ok).toBe(true);
			expect((await rootKeyFor(profile, secret(next))).ok).toBe(true);
			expect([...device.files.keys()].filter((name) => name.startsWith(profile))).toEqual([
				`${profile}.passphrase`
			]);
			expect(steps, 'it never ends').toBeLessThan(60);
		}
		expect([...seen].sort()).toEqual([OLD, NEW].sort());
	});

	it('leaves exactly one that opens when the power goes twice', async () => {
		for (let first = 2; first < 11; first += 1) {
			for (let second = 0; second < 9; second += 1) {
				const { vault, profile, record } = await madeDrawer();
				device.cutAfter(first);
				await vault.changePassphrase({ current: OLD, next: NEW }).catch(() => undefined);
				device.restart();
				const before = (await rootKeyFor(profile, secret(OLD))).ok ? OLD : NEW;
				const again = createVault(PLACE);
				await again.unlock(profile, secret(before));
				device.cutAfter(second);
				const next = before === OLD ? NEW : OLD;
				await again.changePassphrase({ current: before, next }).catch(() => undefined);
				expect(await opening(profile, record), `${first} and ${second} steps`).toHaveLength(1);
			}
		}
	});

	it('keeps the old one when the disk is full, and says so', async () => {
		const { vault, profile, record } = await madeDrawer();
		device.isFull = true;
		const changed = await vault.changePassphrase({ current: OLD, next: NEW });
		device.isFull = false;
		expect(changed).toEqual({ ok: false, reason: 'full' });
		expect(await opening(profile, record)).toEqual([OLD]);
	});

	it('refuses what will not do, and changes nothing', async () => {
		const { vault, profile, record } = await madeDrawer();
		const refused = async (current: string, next: string) => {
			const changed = await vault.changePassphrase({ current, next });
			return changed.ok ? 'done' : changed.reason;
		};
		expect(await refused('', NEW)).toBe('wrong-passphrase');
		expect(await refused('wrong', NEW)).toBe('wrong-passphrase');
		expect(await refused(`${OLD} `, NEW)).toBe('wrong-passphrase');
		expect(await refused(OLD, '')).toBe('short');
		expect(await refused(OLD, '1234567890123')).toBe('short');
		expect(await refused(OLD, OLD)).toBe('same');
		expect(await opening(profile, record)).toEqual([OLD]);
		expect(await createVault(PLACE).changePassphrase({ current: OLD, next: NEW })).toEqual({
			ok: false,
			reason: 'not-open'
		});
	});

	it.each([
		['spaces before and after', '   leading and trailing spaces   '],
		['emoji', '🦊 fox 🌧️ rain 🚲 bicycle 🥐'],
		['right to left', 'بيت كبير وشجرة خضراء'],
		['marks that combine', 'cafe\u0301 con pin\u0303ata 5']
	])('takes %s as they are', async (_name, next) => {
		const { vault, profile } = await madeDrawer();
		expect((await vault.changePassphrase({ current: OLD, next })).ok).toBe(true);
		expect((await rootKeyFor(profile, secret(next.normalize('NFC')))).ok).toBe(true);
		expect((await rootKeyFor(profile, secret(`${next}.`))).ok).toBe(false);
	});
});

describe('the ways to unlock', () => {
	it('are listed with what is known of them', async () => {
		const { vault, profile } = await madeDrawer();
		const [way, ...others] = await vault.ways();
		expect(others).toEqual([]);
		expect(way).toMatchObject({ kind: 'passphrase', isWhole: true, isSmall: false });
		expect(way?.kdf?.memoryKiB).toBe(64 * 1024);
		expect(Math.abs((way?.madeAt ?? 0) - Date.now())).toBeLessThan(60_000);
		expect(await createVault(PLACE).ways()).toEqual([]);
		expect(await vault.removeWay('passphrase', OLD)).toEqual({ ok: false, reason: 'last-way' });
		expect(await vault.removeWay('passkey', 'wrong')).toEqual({ ok: false, reason: 'wrong-passphrase' });
		expect((await rootKeyFor(profile, secret(OLD))).ok).toBe(true);
	});
});
