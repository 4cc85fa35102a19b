import { afterEach, describe, expect, it, vi } from 'vitest';
import { pruneBodies } from '#lib/vault/prune.ts';
import { joinedPractitioner, pushed, recordIn, type OfficeDevice } from '../../support/office-drawer.ts';
import { shown, WORRY, write } from '../../support/two-writers.ts';

afterEach(() => vi.unstubAllGlobals());

const DAY_MS = 86_400_000;

/** Three drafts of one record that are in the log, `days` ago. */
async function written(days: number) {
	const { server, device } = await joinedPractitioner();
	const id = await recordIn(device, 'first words');
	await device.vault.cut(id);
	for (const text of ['second', 'third']) await write(device, id, [WORRY, text]);
	await pushed(server, device);
	const queuedAt = Date.now() - days * DAY_MS;
	await device.db.entries.where('record').equals(id).modify({ queuedAt });
	return { device, id };
}

/** What the office says of its backup, as an exchange stores it. */
async function backedUp({ db }: OfficeDevice, durable: number | null): Promise<void> {
	await db.sync.put({ key: 'durable', value: durable });
	if (durable !== null) await db.entries.where('state').equals('echoed').modify({ state: 'safe' });
}

const bodies = async ({ db }: OfficeDevice, id: string) =>
	(await db.entries.where('record').equals(id).toArray())
		.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0))
		.map(({ kind, c }) => `${kind} ${c === undefined ? 'pruned' : 'kept'}`);

const ALL = ['grant kept', 'grant kept', 'draft kept', 'draft kept', 'draft kept'];

describe('pruning', () => {
	it('takes the bodies of own old drafts that are safe and were taken up, and the record reads on', async () => {
		const { device, id } = await written(91);
		await backedUp(device, 1000);
		expect(await pruneBodies(device.office)).toBe(2);
		expect(await bodies(device, id)).toEqual([
			'grant kept',
			'grant kept',
			'draft pruned',
			'draft pruned',
			'draft kept'
		]);
		const again = device.reopened();
		expect((await shown(again, id)).values[WORRY]).toBe('third');
		await write(again, id, [WORRY, 'fourth']);
		expect((await shown(again, id)).values[WORRY]).toBe('fourth');
	});

	it('takes nothing within the window, nothing unsafe, nothing where the office keeps no backup', async () => {
		const young = await written(89);
		await backedUp(young.device, 1000);
		expect(await pruneBodies(young.device.office)).toBe(0);
		const { device, id } = await written(91);
		expect(await pruneBodies(device.office)).toBe(0);
		await backedUp(device, 1000);
		await backedUp(device, null);
		expect(await pruneBodies(device.office)).toBe(0);
		await device.db.sync.put({ key: 'durable', value: 1000 });
		await device.db.entries.where('kind').equals('draft').modify({ state: 'echoed' });
		expect(await pruneBodies(device.office)).toBe(0);
		expect(await bodies(device, id)).toEqual(ALL);
	});
});
