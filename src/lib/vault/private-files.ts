/** Files of the browser's private file system (OPFS), for what must go and give its room back at once. */
import { AppError } from '../errors.ts';

/** A file that a worker writes in place; TypeScript's page types leave it out. */
export interface FileInPlace {
	getSize(): number;
	write(bytes: Uint8Array, options: { at: number }): number;
	truncate(size: number): void;
	flush(): void;
	close(): void;
}

interface WritableInPlace extends FileSystemFileHandle {
	createSyncAccessHandle?(): Promise<FileInPlace>;
}

/** A folder, or undefined where this browser offers none (WebKitGTK, Node) or refuses it (private windows). */
export async function privateFolder(name: string): Promise<FileSystemDirectoryHandle | undefined> {
	try {
		const root = await navigator.storage.getDirectory();
		return await root.getDirectoryHandle(name, { create: true });
	} catch {
		return undefined;
	}
}

/** Whether files can be written here: only workers can, and not in every browser. */
export function canWriteFiles(): boolean {
	return (
		typeof FileSystemFileHandle !== 'undefined' && 'createSyncAccessHandle' in FileSystemFileHandle.prototype
	);
}

/** A file's content; undefined when there is none of that name. */
export async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
	try {
		return await (await folder.getFileHandle(name)).getFile();
	} catch (error) {
		if (isNamed(error, 'NotFoundError')) return undefined;
		throw error;
	}
}

/**
 * Opens a file for writing in place, made if missing; nobody else can open it until it is closed.
 * @throws AppError 'no-files-here' outside a worker
 */
export async function openFile(folder: FileSystemDirectoryHandle, name: string): Promise<FileInPlace> {
	const file: WritableInPlace = await folder.getFileHandle(name, { create: true });
	const handle = await file.createSyncAccessHandle?.();
	if (!handle) throw new AppError('no-files-here', { name });
	return handle;
}

/** Removes a file. @returns whether there was one, and it is gone now */
export async function removeFile(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
	try {
		await folder.removeEntry(name);
		return true;
	} catch (error) {
		// Held open by another tab's worker: it is being written there, and stays.
		if (isNamed(error, 'NotFoundError') || isNamed(error, 'NoModificationAllowedError')) return false;
		throw error;
	}
}

/** Whether an error is a browser's of this name. */
export function isNamed(error: unknown, name: string): boolean {
	return error instanceof Error && error.name === name;
}
