/**
 * Work that is cut off by a kill: each loop runs until the browser dies, and acknowledges what the vault said is kept
 * only after it said so.
 */
import { LAB_PASSPHRASE, passphraseOf } from './passphrase.ts';
import { factsOf, PROOF, recordOf } from './records.ts';

const AT = '2026-11-22T10:00:00Z';

/** One record: its id, its number and the save it is at. */
export interface Kept {
	readonly id: string;
	readonly seed: number;
	readonly saves: number;
}

const proofOf = (saves: number) => `${saves} `.repeat(1 + (saves % 40));
const savesIn = (proof: unknown) => Number.parseInt(String(proof), 10);

async function create(seed: number): Promise<string | undefined> {
	const made = await window.lab.vault.create({
		record: recordOf(seed, proofOf(1)),
		facts: factsOf(seed),
		at: AT
	});
	return made.ok ? made.header.id : undefined;
}

async function save({ id, seed }: Kept, saves: number): Promise<boolean> {
	const record = recordOf(seed, proofOf(saves));
	return (await window.lab.vault.save({ id, record, facts: factsOf(seed), at: AT })).ok;
}

export const work = {
	/** Makes a drawer with so many records in it. */
	async fill(
		count: number,
		passphrase = LAB_PASSPHRASE
	): Promise<{ readonly profile: string; readonly records: readonly Kept[] }> {
		const made = await window.lab.vault.make(passphrase);
		if (!made.ok) throw new TypeError(made.reason);
		const records: Kept[] = [];
		for (let seed = 0; seed < count; seed += 1) {
			const id = await create(seed);
			if (id === undefined) throw new TypeError('not created');
			records.push({ id, seed, saves: 1 });
		}
		return { profile: made.profile, records };
	},

	/** @returns why it did not open, or undefined */
	async unlock(profile: string, passphrase = LAB_PASSPHRASE): Promise<string | undefined> {
		const opened = await window.lab.vault.unlock(profile, { kind: 'passphrase', passphrase });
		return opened.ok ? undefined : opened.reason;
	},

	/** Saves the records in turn, for ever. @param ahead tells of saves that were not even tried, to test the test */
	saving(records: readonly Kept[], ahead = 0): void {
		void (async () => {
			// One word is on its way to the test while the next record is saved: so at most one save of each is untold.
			let told = Promise.resolve();
			for (let more = 1; ; more += 1)
				for (const kept of records) {
					const saves = kept.saves + more;
					const isKept = await save(kept, saves);
					await told;
					if (isKept) told = window.acknowledge(`${kept.id} ${saves + ahead}`);
				}
		})();
	},

	/** Keeps new records, for ever. */
	creating(from: number): void {
		void (async () => {
			for (let seed = from; ; seed += 1) {
				const id = await create(seed);
				if (id !== undefined) void window.acknowledge(id);
			}
		})();
	},

	/** Makes one drawer after the other, for ever. */
	making(): void {
		void (async () => {
			for (;;) {
				const made = await window.lab.vault.make(LAB_PASSPHRASE);
				if (made.ok) void window.acknowledge(made.profile);
				window.lab.restartVault();
			}
		})();
	},

	/** Puts an older drawer back and opens it with today's schema, for ever. */
	migrating(profile: string): void {
		void (async () => {
			for (;;) {
				await window.lab.plantSeed(profile);
				void window.acknowledge('planted');
				const db = window.lab.openDatabase(profile);
				await db.open();
				void window.acknowledge('migrated');
				db.close();
			}
		})();
	},

	/** Changes the passphrase, for ever; the drawer is open with the one of that number. */
	changing(from: number): void {
		void (async () => {
			for (let at = from; ; at += 1) {
				const change = { current: passphraseOf(at), next: passphraseOf(at + 1) };
				if ((await window.lab.vault.changePassphrase(change)).ok) void window.acknowledge(`${at + 1}`);
			}
		})();
	},

	/** Makes new keys, for ever; the drawer is open with the passphrase of that number. */
	makingNewKeys(from: number): void {
		void (async () => {
			for (let at = from; ; at += 1) {
				const change = { current: passphraseOf(at), next: passphraseOf(at + 1) };
				if ((await window.lab.vault.makeNewKeys(change)).ok) void window.acknowledge(`${at + 1}`);
			}
		})();
	},

	/** Makes some more drawers and closes them. @returns whose */
	async makeSome(count: number): Promise<readonly string[]> {
		const profiles: string[] = [];
		for (let made = 0; made < count; made += 1) {
			profiles.push((await work.fill(1)).profile);
			window.lab.restartVault();
		}
		return profiles;
	},

	/** Removes these drawers, one after the other. */
	wiping(profiles: readonly string[]): void {
		void (async () => {
			for (const profile of profiles)
				if (await window.lab.vault.removeDrawer(profile)) void window.acknowledge(profile);
		})();
	},

	/** Finishes removals that were cut off. */
	finishRemovals: (): Promise<boolean> => window.lab.vault.finishRemovals(),

	/** Files of slots and databases that bear the name of a profile. */
	async leftOf(profile: string): Promise<readonly string[]> {
		const root = await navigator.storage.getDirectory();
		const names: string[] = [];
		for await (const name of (await root.getDirectoryHandle('slots', { create: true })).keys())
			names.push(name);
		for (const { name } of await indexedDB.databases()) names.push(name ?? '');
		return names.filter((name) => name.includes(profile));
	},

	/** Opens every record. @returns by id the save it is at, or why it did not open */
	async readAll(ids: readonly string[]): Promise<Readonly<Record<string, number | string>>> {
		const found: Record<string, number | string> = {};
		for (const id of ids) {
			const opened = await window.lab.vault.open(id);
			found[id] = opened.ok ? savesIn(opened.record.values[PROOF]) : opened.reason;
		}
		return found;
	},

	/** Saves a record once more. */
	saveOnce: (kept: Kept): Promise<boolean> => save(kept, kept.saves + 1),

	/** Ids in the list, and what the list calls damaged. */
	async list(): Promise<{ readonly ids: readonly string[]; readonly damaged: readonly string[] }> {
		const { headers, damaged } = await window.lab.vault.list();
		return {
			ids: headers.map(({ id }) => id),
			damaged: damaged.map(({ id, reason }) => `${id} ${reason}`)
		};
	}
};
