import type { DecisionRecord } from '../record/types.ts';
import type { Bytes } from '../trust/bytes.ts';
import type { DraftInput, RecordFacts, SaveResult } from '../vault/drafts.ts';
import type { UnsavedWords } from '../vault/rescue.ts';
import { endSession } from '../sync/post.ts';
import { DraftHandle } from './draft-handle.svelte.ts';
import type { OpenOutcome } from './drawer-types.ts';
import { holdUpdates } from './update.svelte.ts';
import type { PersonPlace } from '../vault/place.ts';
import type { VaultLink } from './vault-link.ts';

/** Seals words that could not be written. */
interface Sealer {
	setAside(input: DraftInput): Promise<Bytes | undefined>;
}

/** What opening a record needs. */
interface Opening {
	/** Undefined once locked. */
	readonly vault: () => VaultLink['vault'] | undefined;
	/** Makes what the list shows from the record, at each save. */
	readonly describe: (record: DecisionRecord) => RecordFacts;
	readonly onsaved: () => void;
}

/** Keeps a new record in the open drawer. @param vault undefined once locked */
export async function createNow(
	vault: VaultLink['vault'] | undefined,
	record: DecisionRecord,
	facts: RecordFacts
): Promise<SaveResult> {
	const created = await vault?.create({ record, facts, at: new Date().toISOString() });
	return created ?? { ok: false, reason: 'not-open' };
}

/** A disk that hangs must not keep the drawer open. */
const LOCK_WAITS_MS = 3000;

/** What the promise gives, or undefined when it takes longer than a lock may wait. */
const within = async <T>(promise: Promise<T>): Promise<T | undefined> => {
	const late = new Promise<undefined>((resolve) => setTimeout(resolve, LOCK_WAITS_MS, undefined));
	return Promise.race([promise, late]);
};

/** The words of a record that are not on the disk yet, as the vault takes them. */
function unwritten(handle: DraftHandle): DraftInput | undefined {
	const record = handle.unsaved;
	return record && { id: handle.id, record, facts: handle.describe(record), at: new Date().toISOString() };
}

/** The records that are open on this page, and words of theirs that a lock found unwritten. */
export class OpenDrafts {
	/** Settled once a lock that is under way has kept everything: no drawer opens before. */
	left: Promise<unknown> = Promise.resolve();
	readonly #handles = new Set<DraftHandle>();
	readonly #aside = new Map<string, { readonly sealed: Bytes; readonly owner: string | undefined }>();
	/** Whose drawer is open; words that were set aside stay this person's. */
	owner: string | undefined;

	/** Whether nothing sealed waits in this page's memory. */
	get isEverythingKept(): boolean {
		return this.#aside.size === 0;
	}

	/** Opens a record, for writing unless another tab writes it. */
	async open(id: string, { vault, describe, onsaved }: Opening): Promise<OpenOutcome> {
		const opened = await vault()?.open(id);
		if (!opened?.ok) return opened ?? { ok: false, reason: 'not-open' };
		const release = holdUpdates('draft');
		const handle: DraftHandle = new DraftHandle(opened, {
			describe,
			save: async (record, facts) => {
				const at = new Date().toISOString();
				const saved = await vault()?.save({ id, record, facts, at });
				if (saved?.ok) onsaved();
				return saved?.ok ? { ok: true, at } : (saved ?? { ok: false, reason: 'locked' });
			},
			cut: async () => {
				await vault()?.cut(id);
			},
			setAside: async () => {
				const open = vault();
				if (open) await this.setAside(handle, open);
			},
			reopen: async () => {
				const again = await vault()?.open(id);
				return again?.ok ? again : undefined;
			},
			onclose: () => {
				this.#handles.delete(handle);
				release();
			}
		});
		this.#handles.add(handle);
		await handle.claim();
		await this.#takeBack(handle, (sealed) => vault()?.takeBack(id, sealed));
		return { ok: true, handle };
	}

	/** Saves all. @returns whether all of it is on the disk */
	async flush(): Promise<boolean> {
		const results = await Promise.all([...this.#handles].map((handle) => handle.flush()));
		return results.every(Boolean);
	}

	/** Saves all and cuts their revisions: from then on no key is needed to deliver them. */
	async cut(): Promise<void> {
		await Promise.all([...this.#handles].map((handle) => handle.cut()));
	}

	/** Saves, cuts, and ends the session with the office. @returns where the person was, sealed */
	leave(vault: VaultLink['vault'], here: PersonPlace | undefined): Promise<Bytes | undefined> {
		// Whatever goes wrong in it, the worker ends and the keys with it.
		const leaving = this.#keepAll(vault, here).catch(() => undefined);
		this.left = leaving;
		return leaving;
	}

	async #keepAll(vault: VaultLink['vault'], here: PersonPlace | undefined): Promise<Bytes | undefined> {
		const [place, token] = await Promise.all([
			here && within(vault.sealPlace(here)),
			within(vault.sessionToken()),
			this.#keepBeforeLock(vault)
		]);
		if (token !== undefined) void endSession(token);
		return place;
	}

	/** Saves all and cuts their revisions; what the disk refuses is sealed and kept in this page's memory until the next unlock. */
	async #keepBeforeLock(sealer: Sealer): Promise<void> {
		if (await within(this.flush())) {
			await within(this.cut());
			return;
		}
		for (const handle of this.#handles) await this.setAside(handle, sealer);
	}

	/** Seals the unwritten words of one record into this page's memory; `takeBack` puts them back when it is opened. */
	async setAside(handle: DraftHandle, sealer: Sealer): Promise<void> {
		const input = unwritten(handle);
		const sealed = input && (await within(sealer.setAside(input)));
		if (sealed) this.#aside.set(handle.id, { sealed, owner: this.owner });
	}

	/** Everything of the open drawer that is not on the disk: as it stands on the screen, and sealed. For a rescue file. */
	unsaved(): UnsavedWords {
		const own = [...this.#aside].filter(([, { owner }]) => owner === this.owner);
		return {
			open: [...this.#handles].flatMap((handle) => unwritten(handle) ?? []),
			aside: own.map(([id, { sealed }]) => [id, sealed] as const)
		};
	}

	/** Puts words set aside back into their record, where they save themselves. */
	async #takeBack(
		handle: DraftHandle,
		open: (sealed: Bytes) => Promise<DecisionRecord | undefined> | undefined
	): Promise<void> {
		const aside = this.#aside.get(handle.id);
		if (!aside || handle.isReadOnly) return;
		const record = await open(aside.sealed);
		this.#aside.delete(handle.id);
		if (record) handle.change(record);
	}

	/** Takes all text off the screen at once; what is unsaved is still saved. */
	hide(): void {
		for (const handle of this.#handles) handle.hide();
	}

	/** Forgets all text at once. */
	drop(): void {
		for (const handle of [...this.#handles]) handle.drop();
	}
}
