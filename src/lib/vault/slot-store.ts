/**
 * Where slots are kept: each a small file in the browser's private file system, overwritten in place so that no old
 * copy stays behind, and removable for good. Browsers without it (WebKitGTK) use the device database.
 */
import { AppError } from '../errors.ts';
import { deleteSlotRow, readSlotRow, writeSlotRow } from './device-db.ts';
import { NEW, slotFolder, SUFFIX } from './slot-names.ts';
import { parseSlot, type Slot } from './slots.ts';

/** The part of the private file system that only workers have; TypeScript's page types leave it out. */
interface WritableInPlace extends FileSystemFileHandle {
	createSyncAccessHandle?(): Promise<{
		write(bytes: Uint8Array, options: { at: number }): number;
		truncate(size: number): void;
		flush(): void;
		close(): void;
	}>;
}

function canWriteFiles(): boolean {
	return (
		typeof FileSystemFileHandle !== 'undefined' && 'createSyncAccessHandle' in FileSystemFileHandle.prototype
	);
}

async function readText(files: FileSystemDirectoryHandle, name: string): Promise<string | undefined> {
	try {
		return await (await (await files.getFileHandle(name)).getFile()).text();
	} catch (error) {
		if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
		throw error;
	}
}

async function writeInPlace(files: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
	const file: WritableInPlace = await files.getFileHandle(name, { create: true });
	const handle = await file.createSyncAccessHandle?.();
	if (!handle) throw new AppError('slot-not-written', { name });
	try {
		const bytes = new TextEncoder().encode(text);
		handle.write(bytes, { at: 0 });
		handle.truncate(bytes.length);
		handle.flush();
	} finally {
		handle.close();
	}
	if ((await readText(files, name)) !== text) throw new AppError('slot-not-written', { name });
}

/**
 * Reads a slot. If a change of passphrase was cut off, the whole one of the two files counts, the old one first.
 * @returns the slot; 'damaged' when there is a file but no whole slot in it; undefined when there is none
 */
export async function readSlot(profile: string): Promise<Slot | 'damaged' | undefined> {
	const name = profile + SUFFIX;
	const files = await slotFolder();
	const texts = [
		files && (await readText(files, name)),
		files && (await readText(files, name + NEW)),
		await readSlotRow(name)
	].filter((text) => text !== undefined);
	for (const text of texts) {
		const slot = await parseSlot(text);
		if (slot) return slot;
	}
	return texts.length > 0 ? 'damaged' : undefined;
}

/**
 * Keeps a slot: writes it beside the old one, reads it back, then overwrites the old one in place. Cut off at any
 * point, one whole slot is left. In a worker; elsewhere the device database is used.
 * @throws AppError 'slot-not-written' when the file does not read back
 */
export async function writeSlot(slot: Slot): Promise<void> {
	const name = slot.profile + SUFFIX;
	const text = JSON.stringify(slot);
	const files = canWriteFiles() ? await slotFolder() : undefined;
	if (!files) {
		await writeSlotRow(name, text);
		if ((await readSlotRow(name)) !== text) throw new AppError('slot-not-written', { name });
		return;
	}
	await writeInPlace(files, name + NEW, text);
	await writeInPlace(files, name, text);
	await files.removeEntry(name + NEW);
	await deleteSlotRow(name);
}
