/** Which drawers this device has. Apart from `slot-store.ts`, so that finding out loads no cipher. */
import { listSlotRows } from './device-db.ts';

const FOLDER = 'slots';
/** Ends the name of a slot that is being rewritten. */
export const NEW = '.new';
/** Ends the name of every slot. */
export const SUFFIX = '.passphrase';

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

/** Profiles that have a slot on this device. Also works outside a worker, before anything is unlocked. */
export async function listProfiles(): Promise<readonly string[]> {
	const names = new Set(await listSlotRows());
	const files = await slotFolder();
	if (files) for await (const name of files.keys()) names.add(name);
	const profiles = [...names].map((name) => name.replace(NEW, '').replace(SUFFIX, ''));
	return [...new Set(profiles)].sort();
}
