import type { DecisionRecord } from '../record/types.ts';
import { randomBytes, type Bytes } from '../trust/bytes.ts';
import { newId } from '../trust/ids.ts';
import { DrawerDatabase } from './database.ts';
import { makeDeviceKeys } from './device-keys.ts';
import { Drafts, type DraftInput, type DraftList, type OpenResult, type SaveResult } from './drafts.ts';
import { deriveKeys } from './keys.ts';
import { readSlot, writeSlot } from './slot-store.ts';
import { makeSlot, openSlot, type SlotProblem } from './slots.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

export type MakeResult =
	{ readonly ok: true; readonly profile: string } | { readonly ok: false; readonly reason: WriteProblem };
export type UnlockResult =
	{ readonly ok: true } | { readonly ok: false; readonly reason: SlotProblem | 'no-drawer' | WriteProblem };

/** What the page may ask of the vault; everything that crosses is plain data. */
export interface Vault {
	/** Makes a drawer and leaves it open. The slot is written last: a drawer made by half is no drawer. */
	make(passphrase: string): Promise<MakeResult>;
	/** Opens a drawer. A wrong passphrase takes as long as the right one, and changes nothing. */
	unlock(profile: string, passphrase: string): Promise<UnlockResult>;
	/** Keeps a new record; its id is in the header that comes back. */
	create(input: Omit<DraftInput, 'id'>): Promise<SaveResult>;
	/** Saves a record that was opened or made here. */
	save(input: DraftInput): Promise<SaveResult>;
	open(id: string): Promise<OpenResult>;
	list(): Promise<DraftList>;
	/** Seals words that could not be written, for `takeBack` after the next unlock. */
	setAside(input: DraftInput): Promise<Bytes | undefined>;
	takeBack(id: string, blob: Bytes): Promise<DecisionRecord | undefined>;
}

const NOT_OPEN = { ok: false, reason: 'not-open' } as const;

/** A vault that is closed until `make` or `unlock`. Ending the worker it lives in closes it for good. */
export function createVault(): Vault {
	let drafts: Drafts | undefined;
	return {
		async make(passphrase) {
			const owner = { profile: newId(), device: newId() };
			try {
				drafts = await makeDrawer(passphrase, owner);
				return { ok: true, profile: owner.profile };
			} catch (error) {
				if (isWriteFailure(error)) return { ok: false, reason: writeProblem(error) };
				throw error;
			}
		},
		async unlock(profile, passphrase) {
			const result = await openDrawer(profile, passphrase);
			if (result.ok) drafts = result.drafts;
			return result.ok ? { ok: true } : result;
		},
		create: async (input) => drafts?.create({ ...input, id: newId() }) ?? NOT_OPEN,
		save: async (input) => drafts?.save(input) ?? NOT_OPEN,
		open: async (id) => drafts?.open(id) ?? NOT_OPEN,
		list: async () => drafts?.list() ?? { headers: [], damaged: [] },
		setAside: async (input) => drafts?.setAside(input),
		takeBack: async (id, blob) => drafts?.takeBack(id, blob)
	};
}

async function makeDrawer(passphrase: string, owner: { profile: string; device: string }): Promise<Drafts> {
	const rootKey = randomBytes(32);
	const slot = await makeSlot(rootKey, passphrase, owner);
	const keys = await deriveKeys(rootKey, owner);
	const db = new DrawerDatabase(owner.profile);
	await db.deviceKeys.put(await makeDeviceKeys(keys));
	await writeSlot(slot);
	return new Drafts(db, keys);
}

type OpenedDrawer =
	| { readonly ok: true; readonly drafts: Drafts }
	| { readonly ok: false; readonly reason: SlotProblem | 'no-drawer' | WriteProblem };

async function openDrawer(profile: string, passphrase: string): Promise<OpenedDrawer> {
	const slot = await readSlot(profile);
	if (!slot) return { ok: false, reason: 'no-drawer' };
	if (slot === 'damaged') return { ok: false, reason: 'damaged' };
	const opened = await openSlot(slot, passphrase);
	if (!opened.ok) return opened;
	const db = new DrawerDatabase(profile);
	try {
		await db.open();
	} catch (error) {
		return { ok: false, reason: writeProblem(error) };
	}
	return { ok: true, drafts: new Drafts(db, await deriveKeys(opened.rootKey, slot)) };
}

/** A browser's or Dexie's refusal to store, as opposed to a fault of ours. */
function isWriteFailure(error: unknown): boolean {
	return error instanceof DOMException || (error instanceof Error && 'inner' in error);
}
