import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { ballastState, dropBallast, keepBallast } from '#lib/vault/ballast.ts';
import { closeDeviceDatabase, device, listPacks, writePack } from '#lib/vault/device-db.ts';
import { makeWithRoom, throughRoom } from '#lib/vault/make-room.ts';
import { dropSparePacks } from '#lib/vault/spare-things.ts';
import { draft, kept, openTestDrawer } from '../../support/drawer.ts';

const quota = () => new DOMException('full', 'QuotaExceededError');

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

/** Lets the database refuse some rows as a full disk does. */
function refusePut(isRefused: (store: IDBObjectStore, key?: IDBValidKey) => boolean): void {
	const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')
		?.value as IDBObjectStore['put'];
	vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
		if (isRefused(this, key)) throw quota();
		return put.call(this, value, key);
	});
}

/** A device with room for a write only after `needs` things are gone. */
function fullDevice(needs: number, names = ['ballast', 'packs']) {
	const log: string[] = [];
	let gone = 0;
	const steps = names.map((name) => ({
		name,
		free: () => {
			log.push(`drop ${name}`);
			gone += 1;
			return Promise.resolve(true);
		}
	}));
	const write = () => {
		log.push('write');
		if (gone < needs) return Promise.reject(quota());
		return Promise.resolve('kept');
	};
	return { log, steps, write };
}

describe('the ladder of a full device', () => {
	it('touches nothing while there is room', async () => {
		const { log, steps, write } = fullDevice(0);
		expect(await makeWithRoom(steps)(write)).toBe('kept');
		expect(log).toEqual(['write']);
	});

	it('drops the ballast first, then what can be had again, trying after each', async () => {
		const { log, steps, write } = fullDevice(2);
		expect(await makeWithRoom(steps)(write)).toBe('kept');
		expect(log).toEqual(['write', 'write', 'drop ballast', 'write', 'drop packs', 'write']);
	});

	it('stops as soon as there is room', async () => {
		const { log, steps, write } = fullDevice(1);
		await makeWithRoom(steps)(write);
		expect(log).not.toContain('drop packs');
	});

	it('says that the device is full when all is given up, as it came: thrown or told', async () => {
		const { steps, write } = fullDevice(9);
		const withRoom = makeWithRoom(steps);
		await expect(withRoom(write)).rejects.toThrow('full');
		const told = { ok: false, reason: 'full' };
		expect(await withRoom(() => Promise.resolve(told))).toBe(told);
	});

	it('gives up nothing for another trouble', async () => {
		const { log, steps } = fullDevice(9);
		const withRoom = makeWithRoom(steps);
		expect(await withRoom(() => Promise.resolve({ ok: false, reason: 'storage' }))).toMatchObject({
			ok: false
		});
		await expect(withRoom(() => Promise.reject(new DOMException('x', 'AbortError')))).rejects.toThrow('x');
		expect(log).toEqual([]);
	});

	it('does not try again after a step that gave nothing, or broke', async () => {
		const free = vi.fn(() => Promise.resolve(false));
		const breaks = vi.fn(() => Promise.reject(new TypeError('broken')));
		const write = vi.fn(() => Promise.reject(quota()));
		const steps = [
			{ name: 'nothing', free },
			{ name: 'broken', free: breaks }
		];
		await expect(makeWithRoom(steps)(write)).rejects.toThrow('full');
		expect([free.mock.calls.length, breaks.mock.calls.length, write.mock.calls.length]).toEqual([1, 1, 2]);
	});

	it('lets a second write use the room that the first one made', async () => {
		const { log, steps, write } = fullDevice(1);
		const withRoom = makeWithRoom(steps);
		expect(await Promise.all([withRoom(write), withRoom(write)])).toEqual(['kept', 'kept']);
		expect(log.filter((one) => one.startsWith('drop'))).toEqual(['drop ballast']);
	});

	it('goes round every call of the vault, with what it was given', async () => {
		const { steps } = fullDevice(1);
		const answers = [{ ok: false, reason: 'full' }, { ok: false, reason: 'full' }, { ok: true }];
		const save = vi.fn((..._given: unknown[]) => Promise.resolve(answers.shift()));
		const vault = throughRoom({ save }, makeWithRoom(steps));
		expect(await vault.save('a', 2)).toEqual({ ok: true });
		expect(save.mock.calls).toEqual([
			['a', 2],
			['a', 2],
			['a', 2]
		]);
	});
});

describe('the ladder over the real drawer', () => {
	it('saves words that found no room at first, and loses none of the others', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'before');
		await keepBallast(1);
		let isFull = true;
		refusePut((store) => isFull && store.name === 'working');
		const free = async () => {
			const hasGone = await dropBallast();
			isFull = !hasGone;
			return hasGone;
		};
		expect(await drawer.drafts.save(draft(id, 'after'))).toEqual({ ok: false, reason: 'full' });
		const saved = await makeWithRoom([{ name: 'ballast', free }])(() =>
			drawer.drafts.save(draft(id, 'after'))
		);
		expect(saved.ok).toBe(true);
		expect(await ballastState()).toBe('gone');
		expect(await drawer.again().open(id)).toMatchObject({
			ok: true,
			record: { values: { 'case/concern': 'after' } }
		});
	});
});

describe('the ballast', () => {
	it('is made once, given back at once, and made again', async () => {
		await dropBallast();
		await (await device()).clear('readiness');
		expect(await ballastState()).toBe('never');
		expect(await keepBallast(1)).toBe(true);
		expect(await keepBallast(2)).toBe(true);
		expect(await ballastState()).toBe('kept');
		expect(await dropBallast()).toBe(true);
		expect(await dropBallast()).toBe(false);
		expect(await ballastState()).toBe('gone');
		expect(await keepBallast(3)).toBe(true);
		expect(await ballastState()).toBe('kept');
	});

	it('is told as gone where it never found room', async () => {
		await dropBallast();
		await (await device()).clear('readiness');
		refusePut((_store, key) => key === 'ballast-block');
		expect(await keepBallast(1)).toBe(false);
		expect(await ballastState()).toBe('gone');
	});
});

describe('packs that lie here twice', () => {
	it('go when the app holds them, the newest and the only copies never', async () => {
		await closeDeviceDatabase();
		const versions = ['2026-11-22.1', '2026-11-22.10', '2026-11-22.2', '2026-10-01.1'];
		for (const version of versions) await writePack(version, '{}');
		expect(await dropSparePacks()).toBe(false);
		const match = (path: string) => Promise.resolve(path.includes('2026-10') ? undefined : new Response(''));
		vi.stubGlobal('caches', { match });
		expect(await dropSparePacks()).toBe(true);
		expect(await listPacks()).toEqual(['2026-10-01.1', '2026-11-22.10']);
		expect(await dropSparePacks()).toBe(false);
	});
});

describe('what the ladder never touches', () => {
	it('leaves drafts, keys and unsent entries alone when all steps have run', async () => {
		const drawer = await openTestDrawer();
		const id = await kept(drawer, 'words');
		await drawer.db.sync.put({ key: newId(), value: 1 });
		const before = await Promise.all(drawer.db.tables.map((table) => table.toArray()));
		await dropBallast();
		await dropSparePacks();
		expect(await Promise.all(drawer.db.tables.map((table) => table.toArray()))).toEqual(before);
		expect((await drawer.again().open(id)).ok).toBe(true);
	});
});
