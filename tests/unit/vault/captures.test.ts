import { describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { captureFor, makeCapturesPart } from '#lib/vault/captures.ts';
import { device } from '#lib/vault/device-db.ts';
import { noteRescueKeys } from '#lib/vault/rescue.ts';
import { recordWith, textOf } from '../../support/drawer.ts';
import { newOfficeDevice, type OfficeDevice } from '../../support/office-drawer.ts';

const NOW = 1_800_000_000_000;
const AT = '2026-11-25T10:00:00Z';
const QUICK = { record: recordWith('from three answers'), facts: { title: 'Share now', missing: 3 } };

const trayOf = (owner: OfficeDevice) =>
	makeCapturesPart(
		() => owner,
		() => Promise.resolve({ id: newId() })
	);

async function ready(): Promise<OfficeDevice> {
	const owner = await newOfficeDevice();
	await noteRescueKeys(owner.office);
	return owner;
}

describe('a quick check kept while locked', () => {
	it('is offered to its own person alone and becomes a draft once', async () => {
		const [one, other] = [await ready(), await ready()];
		expect(await captureFor(one.keys.profile, QUICK, NOW)).toEqual({ ok: true });
		expect(await trayOf(other).captures()).toEqual([]);
		const [kept] = await trayOf(one).captures();
		expect(kept).toMatchObject({ madeAt: NOW, title: 'Share now' });
		const made = await trayOf(one).keepCapture(kept?.id ?? '', AT);
		if (!made.ok) throw new TypeError(made.reason);
		expect(await textOf(one, made.record)).toBe('from three answers');
		expect(await trayOf(one).captures()).toEqual([]);
		expect(await trayOf(one).keepCapture(kept?.id ?? '', AT)).toEqual({
			ok: false,
			reason: 'no-such-capture'
		});
	});

	it('leaves nothing readable on the device', async () => {
		const one = await ready();
		await captureFor(one.keys.profile, QUICK, NOW + 1);
		const rows = await (await device()).getAll('captures');
		const text = rows.map(({ sealed }) => new TextDecoder('latin1').decode(sealed)).join('');
		expect(text).toContain('age-encryption.org/v1');
		expect(text).not.toContain('three answers');
	});

	it('is thrown away by its person only', async () => {
		const [one, other] = [await ready(), await ready()];
		await captureFor(one.keys.profile, QUICK, NOW + 2);
		const [kept] = await trayOf(one).captures();
		await trayOf(other).dropCapture(kept?.id ?? '');
		expect(await trayOf(one).captures()).toHaveLength(1);
		await trayOf(one).dropCapture(kept?.id ?? '');
		expect(await trayOf(one).captures()).toEqual([]);
	});

	it('that was damaged, or put in the place of another, is shown with its reason and stays', async () => {
		const one = await ready();
		await captureFor(one.keys.profile, QUICK, NOW + 3);
		const db = await device();
		const row = (await db.getAll('captures')).find(({ profile }) => profile === one.keys.profile);
		if (row === undefined) throw new TypeError('no row');
		const flipped = row.sealed.map((byte, at) => (at === row.sealed.length - 3 ? byte ^ 1 : byte));
		await db.put('captures', { ...row, id: 'b', sealed: flipped }, 'b');
		await db.put('captures', { ...row, id: 'c', madeAt: NOW + 4 }, 'c');
		const tray = await trayOf(one).captures();
		const seen = tray.map(({ id, reason }) => [id === row.id ? 'a' : id, reason] as const);
		expect([...seen].sort(([a], [b]) => a.localeCompare(b))).toEqual([
			['a', undefined],
			['b', 'damaged'],
			['c', 'other-place']
		]);
		expect(await trayOf(one).keepCapture('b', AT)).toEqual({ ok: false, reason: 'damaged' });
		expect(await trayOf(one).captures()).toHaveLength(3);
	});

	it('says that a drawer from before is not ready', async () => {
		expect(await captureFor(newId(), QUICK, NOW)).toEqual({ ok: false, reason: 'no-key-yet' });
	});
});
