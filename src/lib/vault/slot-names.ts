/** Which drawers this device has. Apart from `slot-store.ts`, so that finding out loads no cipher. */
import { listSlotRows } from './device-db.ts';

const FOLDER = 'slots';
/** Ends the name of a slot that is being rewritten. */
export const NEW = '.new';

/**
 * What opens a slot. `request` opens nothing: it keeps the fresh identity of a person who asked the office for help,
 * until the answer comes.
 */
export const SLOT_KINDS = ['passphrase', 'passkey', 'recovery', 'request'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/** Name of a slot's file, or of its row where there are no files. */
export function slotName(profile: string, kind: SlotKind): string {
	return `${profile}.${kind}`;
}

/** The folder of slots, or undefined where this browser offers none. */
export async function slotFolder(): Promise<FileSystemDirectoryHandle | undefined> {
	try {
		const root = await navigator.storage.getDirectory();
		return await root.getDirectoryHandle(FOLDER, { create: true });
	} catch {
		// Missing (WebKitGTK, Node) or refused (private windows): the device database takes over.
		return undefined;
	}
}

async function slotNames(): Promise<readonly string[]> {
	const files = await slotFolder();
	// Where slots are files, a database that does not open must not hide them: unlocking then says what is wrong.
	const rows = files ? await listSlotRows().catch(() => []) : await listSlotRows();
	const names = new Set(rows);
	if (files)
		for await (const name of files.keys())
			if (!(await isBarelyBegun(files, name))) names.add(name.replace(NEW, ''));
	return [...names];
}

/** A first slot that was cut off before a byte of it was written: no drawer, and not in the way of a new one. */
async function isBarelyBegun(files: FileSystemDirectoryHandle, name: string): Promise<boolean> {
	if (!name.endsWith(NEW)) return false;
	try {
		return (await (await files.getFileHandle(name)).getFile()).size === 0;
	} catch {
		// Settled meanwhile by a worker: what is listed is looked at again when it is opened.
		return false;
	}
}

/** Profiles that have a passphrase slot on this device. Also works outside a worker, before anything is unlocked. */
export async function listProfiles(): Promise<readonly string[]> {
	const ending = `.${'passphrase' satisfies SlotKind}`;
	const names = (await slotNames()).filter((name) => name.endsWith(ending));
	return names.map((name) => name.slice(0, -ending.length)).sort();
}

/** The kinds of slots that a profile has, in the order of `SLOT_KINDS`. */
export async function slotKindsOf(profile: string): Promise<readonly SlotKind[]> {
	const names = await slotNames();
	return SLOT_KINDS.filter((kind) => names.includes(slotName(profile, kind)));
}

/** Profiles that have a slot of any kind. */
export async function slotOwners(): Promise<readonly string[]> {
	return [...new Set((await slotNames()).map((name) => name.split('.')[0] ?? ''))];
}
