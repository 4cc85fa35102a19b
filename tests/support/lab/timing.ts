/** What the bench measures inside the page; milliseconds of the page's own clock. */
import { wrap, type Remote } from 'comlink';
import { DrawerDatabase } from '../../../src/lib/vault/database.ts';
import { Drafts } from '../../../src/lib/vault/drafts.ts';
import { writeReadiness } from '../../../src/lib/vault/device-db.ts';
import { deriveKey, STRONG_KDF } from '../../../src/lib/vault/kdf.ts';
import { deriveKeys } from '../../../src/lib/vault/keys.ts';
import { readSlot } from '../../../src/lib/vault/slot-store.ts';
import { openSlot } from '../../../src/lib/vault/slots.ts';
import { fillDrawer } from './fill.ts';
import LimitWorker from './limit-worker.ts?worker';
import type { Limit } from './limit-worker.ts';
import { LAB_PASSPHRASE, LAB_SECRET } from './passphrase.ts';
import { rawStore } from './raw-store.ts';
import { factsOf, recordOf } from './records.ts';

/** Where code runs: the app's vault runs in its worker; the CPU throttle reaches the page alone. */
export type Where = 'worker' | 'page';

const AT = '2026-11-22T10:00:00Z';

async function timed(work: () => Promise<unknown>): Promise<number> {
	const began = performance.now();
	await work();
	return performance.now() - began;
}

function limitWorker(): Remote<Limit> {
	return wrap<Limit>(new LimitWorker({ name: 'limit' }));
}

async function series(count: number, save: (at: number) => Promise<unknown>): Promise<readonly number[]> {
	const times: number[] = [];
	for (let at = 0; at < count; at += 1) times.push(await timed(() => save(at)));
	return times;
}

const proof = (at: number) => `typed ${'word '.repeat(at % 30)}${at}`;

export const timing = {
	fillRaw: (count: number): Promise<void> => rawStore.fill(count, (at) => recordOf(at, `${at}`)),

	async fillVault(count: number): Promise<{ readonly profile: string; readonly ids: readonly string[] }> {
		// As on a slow device: the slot stays at the floor, which is what the bare derivation is measured with.
		await writeReadiness('kdf-pass-ms', 500);
		const made = await window.lab.vault.make(LAB_PASSPHRASE);
		if (!made.ok) throw new TypeError(made.reason);
		return { profile: made.profile, ids: await fillDrawer(made.profile, LAB_PASSPHRASE, count) };
	},

	/** The key derivation alone: the first in a new worker, or in a new page. */
	async kdf(where: Where): Promise<number> {
		if (where === 'page')
			return timed(() => deriveKey(LAB_PASSPHRASE, new Uint8Array(16).fill(3), STRONG_KDF));
		const limit = limitWorker();
		await limit.ping();
		return timed(() => limit.kdf(LAB_PASSPHRASE));
	},

	/** Unlocking: the first in a new worker, or in a new page. */
	async unlock(where: Where, profile: string): Promise<number> {
		const vault = where === 'page' ? window.lab.vaultHere : window.lab.vault;
		// The worker answers, so that its start is not counted.
		await vault.list();
		return timed(async () => {
			const opened = await vault.unlock(profile, LAB_SECRET);
			if (!opened.ok) throw new TypeError(opened.reason);
		});
	},

	/** Saves of one record, one after the other, after a few that are not counted. */
	async rawSaves(where: Where, count: number): Promise<readonly number[]> {
		const store = where === 'page' ? rawStore : limitWorker();
		await series(8, (at) => store.save(1, recordOf(1, proof(at))));
		return series(count, (at) => store.save(1, recordOf(1, proof(at))));
	},

	/** The same through the vault, which is unlocked. */
	async vaultSaves(where: Where, id: string, count: number): Promise<readonly number[]> {
		const vault = where === 'page' ? window.lab.vaultHere : window.lab.vault;
		const opened = await vault.open(id);
		if (!opened.ok) throw new TypeError(opened.reason);
		const save = async (at: number) => {
			const saved = await vault.save({ id, record: recordOf(1, proof(at)), facts: factsOf(1), at: AT });
			if (!saved.ok) throw new TypeError(saved.reason);
		};
		await series(8, save);
		return series(count, save);
	},

	/** Opening the store and reading all that a list shows. */
	async rawList(): Promise<number> {
		await rawStore.ready();
		return timed(() => rawStore.list());
	},

	/** The same for the drawer; its root key is at hand, so that the key derivation is not counted twice. */
	async vaultList(profile: string, count: number): Promise<number> {
		const slot = await readSlot(profile);
		if (slot === undefined || slot === 'damaged') throw new TypeError('no slot');
		const opened = await openSlot(slot, LAB_PASSPHRASE);
		if (!opened.ok) throw new TypeError(opened.reason);
		return timed(async () => {
			const db = new DrawerDatabase(profile);
			const { headers } = await new Drafts(db, await deriveKeys(opened.rootKey, slot)).list();
			if (headers.length !== count) throw new TypeError(`${headers.length} listed`);
		});
	},

	/** The list as the page gets it from the worker, once unlocked. */
	async workerList(count: number): Promise<number> {
		return timed(async () => {
			const { headers } = await window.lab.vault.list();
			if (headers.length !== count) throw new TypeError(`${headers.length} listed`);
		});
	},

	/** Where the copies of all records are. */
	copyStates: (): Promise<number> => timed(() => window.lab.vault.copyStates())
};
