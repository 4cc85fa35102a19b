/**
 * Ten megabytes that mean nothing. A device that runs full gives them back at once, so that a person's words still find
 * room. No browser says how much room there really is, so nothing else warns in time.
 * @source reference/ux.md M4 and section 0.6
 */
import { device, readReadiness, writeReadiness } from './device-db.ts';
import { canWriteFiles, isNamed, openFile, privateFolder, readFile, removeFile } from './private-files.ts';
import { writeProblem } from './write-problem.ts';

export const BALLAST_BYTES = 10 * 1024 * 1024;
/** Between two parts the worker answers others; a save must not wait for all ten. */
const PART_BYTES = 1024 * 1024;
/** The browser's random source gives no more at once. */
const RANDOM_BYTES = 65_536;

const FOLDER = 'ballast';
const FILE = 'block';
/** Row of the device database where there are no files. */
const ROW = 'ballast-block';
const NOTE = 'ballast';

/** `kept`: it was made. `refused`: the device had no room for it. */
export interface BallastNote {
	readonly state: 'kept' | 'refused';
	/** Ms since 1970, as this device claims it. */
	readonly at: number;
}

/** `never`: no drawer was made here yet, or it was made a moment ago. `gone`: it was given back, and is not here again. */
export type BallastState = 'never' | 'kept' | 'gone';

let making: AbortController | undefined;

/** What cannot be packed smaller by the browser or the disk. */
function randomPart(): Uint8Array<ArrayBuffer> {
	const part = new Uint8Array(PART_BYTES);
	for (let at = 0; at < part.length; at += RANDOM_BYTES)
		crypto.getRandomValues(part.subarray(at, at + RANDOM_BYTES));
	return part;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

async function writeBlock(folder: FileSystemDirectoryHandle, signal: AbortSignal): Promise<boolean> {
	const file = await openFile(folder, FILE);
	try {
		for (let at = 0; at < BALLAST_BYTES && !signal.aborted; at += PART_BYTES) {
			if (file.write(randomPart(), { at }) < PART_BYTES) return false;
			await turn();
		}
		file.flush();
	} finally {
		file.close();
	}
	return !signal.aborted;
}

async function writeRow(signal: AbortSignal): Promise<boolean> {
	const parts = Array.from({ length: BALLAST_BYTES / PART_BYTES }, randomPart);
	if (signal.aborted) return false;
	await writeReadiness(ROW, new Blob(parts));
	return !signal.aborted;
}

async function write(signal: AbortSignal): Promise<boolean> {
	const folder = canWriteFiles() ? await privateFolder(FOLDER) : undefined;
	return folder ? writeBlock(folder, signal) : writeRow(signal);
}

async function isHere(): Promise<boolean> {
	const folder = await privateFolder(FOLDER);
	const file = folder && (await readFile(folder, FILE));
	if (file && file.size >= BALLAST_BYTES) return true;
	return (await (await device()).count('readiness', ROW)) > 0;
}

async function remove(): Promise<boolean> {
	const folder = await privateFolder(FOLDER);
	const hadFile = folder !== undefined && (await removeFile(folder, FILE));
	const db = await device();
	const hadRow = (await db.count('readiness', ROW)) > 0;
	if (hadRow) await db.delete('readiness', ROW);
	return hadFile || hadRow;
}

async function note(state: BallastNote['state'], now: number): Promise<void> {
	// A device too full for a note: its missing block says the same.
	await writeReadiness(NOTE, { state, at: now } satisfies BallastNote).catch(() => undefined);
}

/**
 * Makes the block if it is not here. In the vault worker, some time after the drawer was opened; never rejects.
 * @param now ms since 1970
 * @returns whether it is here now
 */
export async function keepBallast(now: number): Promise<boolean> {
	if (making) return false;
	const mine = new AbortController();
	making = mine;
	try {
		if (!(await isHere()) && !(await write(mine.signal))) {
			await remove();
			return false;
		}
		await note('kept', now);
		return true;
	} catch (error) {
		// Another tab's worker is writing it.
		if (isNamed(error, 'NoModificationAllowedError')) return false;
		await remove().catch(() => undefined);
		if (writeProblem(error) === 'full') await note('refused', now);
		return false;
	} finally {
		making = undefined;
	}
}

/** Gives the block's room back. @returns whether there was any to give */
export async function dropBallast(): Promise<boolean> {
	making?.abort();
	while (making) await turn();
	return remove();
}

/** Whether the block is here, or should be and is not. */
export async function ballastState(): Promise<BallastState> {
	if (await isHere()) return 'kept';
	return (await readReadiness(NOTE)) === undefined ? 'never' : 'gone';
}
