/**
 * Where slots are kept: each a small file in the browser's private file system, overwritten in place so that no old
 * copy stays behind, and removable for good. Browsers without it (WebKitGTK) use the device database.
 */
import { AppError } from '../errors.ts';
import { deleteSlotRow, readSlotRow, writeSlotRow } from './device-db.ts';
import { NEW, slotFolder, slotName, type SlotKind } from './slot-names.ts';
import { parseSlot, type Slot } from './slots.ts';

/** The part of the private file system that only workers have; TypeScript's page types leave it out. */
interface WritableInPlace extends FileSystemFileHandle {
	createSyncAccessHandle?(): Promise<{
		getSize(): number;
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

function isMissing(error: unknown): boolean {
	return error instanceof DOMException && error.name === 'NotFoundError';
}

async function readText(files: FileSystemDirectoryHandle, name: string): Promise<string | undefined> {
	try {
		return await (await (await files.getFileHandle(name)).getFile()).text();
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

async function openInPlace(files: FileSystemDirectoryHandle, name: string) {
	const file: WritableInPlace = await files.getFileHandle(name, { create: true });
	const handle = await file.createSyncAccessHandle?.();
	if (!handle) throw new AppError('slot-not-written', { name });
	return handle;
}

async function writeInPlace(files: FileSystemDirectoryHandle, name: string, text: string): Promise<void> {
	const handle = await openInPlace(files, name);
	try {
		const bytes = new TextEncoder().encode(text);
		// A full disk may take a part and say so only here.
		if (handle.write(bytes, { at: 0 }) !== bytes.length)
			throw new DOMException('The slot was not taken whole', 'QuotaExceededError');
		handle.truncate(bytes.length);
		handle.flush();
	} finally {
		handle.close();
	}
	if ((await readText(files, name)) !== text) throw new AppError('slot-not-written', { name });
}

/** Zeros over what stood there, then the file goes: what is left on the disk opens nothing. */
async function wipe(files: FileSystemDirectoryHandle, name: string): Promise<void> {
	if ((await readText(files, name)) === undefined) return;
	const handle = await openInPlace(files, name);
	try {
		handle.write(new Uint8Array(handle.getSize()), { at: 0 });
		handle.flush();
	} finally {
		handle.close();
	}
	await files.removeEntry(name);
}

/**
 * Reads a slot of any kind. If a rewrite was cut off, the whole one of the two files counts, the old one first.
 * @param parse gives undefined for text that is torn or not ours
 * @returns the slot; 'damaged' when there is a file but no whole slot in it; undefined when there is none
 */
export async function readSlotAs<T>(
	profile: string,
	kind: SlotKind,
	parse: (text: string) => Promise<T | undefined>
): Promise<T | 'damaged' | undefined> {
	const name = slotName(profile, kind);
	const files = await slotFolder();
	const texts = [
		files && (await readText(files, name)),
		files && (await readText(files, name + NEW)),
		await readSlotRow(name)
	].filter((text) => text !== undefined);
	for (const text of texts) {
		const slot = await parse(text);
		if (slot) return slot;
	}
	return texts.length > 0 ? 'damaged' : undefined;
}

/**
 * Keeps a slot's text: writes it beside the old one, reads it back, then overwrites the old one in place. Cut off at
 * any point, one whole slot is left. In a worker; elsewhere the device database is used.
 * Call `settleSlot` before, when this profile has a slot of the kind.
 * @throws AppError 'slot-not-written' when the file does not read back; DOMException when the disk refuses. What
 * `readSlotAs` gives afterwards is what counts, the old slot or the new one.
 */
export async function writeSlotText(profile: string, kind: SlotKind, text: string): Promise<void> {
	const name = slotName(profile, kind);
	const files = canWriteFiles() ? await slotFolder() : undefined;
	if (!files) {
		await writeSlotRow(name, text);
		if ((await readSlotRow(name)) !== text) throw new AppError('slot-not-written', { name });
		return;
	}
	try {
		await writeInPlace(files, name + NEW, text);
	} catch (error) {
		// The old slot was not touched. A piece of the new one that cannot be removed either is never read before it.
		await wipe(files, name + NEW).catch(() => undefined);
		throw error;
	}
	await writeInPlace(files, name, text);
	await files.removeEntry(name + NEW);
	await deleteSlotRow(name);
}

/**
 * Ends a rewrite that was cut off: the second file may hold the only whole slot, and the next rewrite would begin by
 * overwriting it. Cut off at any point, one whole slot is left.
 * @param parse as for `readSlotAs`
 */
export async function settleSlot(
	profile: string,
	kind: SlotKind,
	parse: (text: string) => Promise<unknown>
): Promise<void> {
	const name = slotName(profile, kind);
	const files = canWriteFiles() ? await slotFolder() : undefined;
	const beside = files && (await readText(files, name + NEW));
	if (files === undefined || beside === undefined) return;
	const isWhole = async (text: string | undefined) => text !== undefined && (await parse(text)) !== undefined;
	if (!(await isWhole(await readText(files, name)))) {
		if (!(await isWhole(beside))) return;
		await writeInPlace(files, name, beside);
	}
	await wipe(files, name + NEW);
}

/** Removes a slot for good, wherever it is kept. In a worker. */
export async function removeSlot(profile: string, kind: SlotKind): Promise<void> {
	const name = slotName(profile, kind);
	const files = canWriteFiles() ? await slotFolder() : undefined;
	for (const each of files ? [name, name + NEW] : []) if (files) await wipe(files, each);
	await deleteSlotRow(name);
}

/** The passphrase slot of a profile; see `readSlotAs`. */
export async function readSlot(profile: string): Promise<Slot | 'damaged' | undefined> {
	return readSlotAs(profile, 'passphrase', parseSlot);
}

/** Keeps the passphrase slot of a profile; see `writeSlotText`. */
export async function writeSlot(slot: Slot): Promise<void> {
	await writeSlotText(slot.profile, 'passphrase', JSON.stringify(slot));
}

/** See `settleSlot`. */
export async function settlePassphraseSlot(profile: string): Promise<void> {
	await settleSlot(profile, 'passphrase', parseSlot);
}
