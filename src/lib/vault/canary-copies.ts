/** The copies of the tally, and the losses that nobody has read yet. Everything here lies in the clear. */
import * as v from 'valibot';
import { newId } from '../trust/ids.ts';
import { newestTally, type Loss, type Tally } from './canary.ts';
import { device, readReadiness, writeReadiness } from './device-db.ts';
import { canWriteFiles, openFile, privateFolder, readFile, removeFile } from './private-files.ts';

const KEY = 'canary';
const LOSSES = 'losses';
const FOLDER = 'canary';
const FILE = 'tally.json';
/** Not one of the app's own caches, so an update leaves it alone. */
const CACHE = 'doorstep-canary';
const CACHED = '/canary';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const drawerShape = v.object({
	mark: v.string(),
	records: count,
	unsent: count,
	sentAt: v.nullable(v.number()),
	at: v.number()
});
const tallyShape = v.object({
	v: v.literal(1),
	count,
	drawers: v.record(v.string(), drawerShape),
	isFiled: v.boolean(),
	isCached: v.boolean()
});
const lossShape = v.object({
	kind: v.picklist(['all', 'drawer', 'drawer-and-slot', 'slot', 'device', 'offline']),
	profile: v.exactOptional(v.string()),
	last: v.exactOptional(drawerShape),
	id: v.string(),
	noticedAt: v.number(),
	readAt: v.exactOptional(v.number())
});

/** A loss as it was noticed. */
export interface NotedLoss extends Loss {
	readonly id: string;
	/** Ms since 1970, by this device's clock. */
	readonly noticedAt: number;
	/** When a person said that they have read it. */
	readonly readAt?: number;
}

/** The copies of the tally that are here now. */
export interface Copies {
	readonly device: Tally | undefined;
	readonly file: Tally | undefined;
	readonly cache: Tally | undefined;
}

/** A copy that is torn or not ours counts as none; the others then say what it should have been. */
function asTally(value: unknown): Tally | undefined {
	const parsed = v.safeParse(tallyShape, value);
	return parsed.success ? parsed.output : undefined;
}

function fromText(text: string | undefined): Tally | undefined {
	try {
		return text === undefined ? undefined : asTally(JSON.parse(text));
	} catch {
		return undefined;
	}
}

async function fromFile(): Promise<Tally | undefined> {
	const folder = await privateFolder(FOLDER);
	const file = folder && (await readFile(folder, FILE));
	return fromText(await file?.text());
}

async function fromCache(): Promise<Tally | undefined> {
	if (typeof caches === 'undefined') return undefined;
	return fromText(await (await caches.match(CACHED, { cacheName: CACHE }))?.text());
}

/** Reads every copy. */
export async function readCopies(): Promise<Copies> {
	const [file, cache] = await Promise.all([
		fromFile().catch(() => undefined),
		fromCache().catch(() => undefined)
	]);
	return { device: asTally(await readReadiness(KEY)), file, cache };
}

async function toFile(text: string): Promise<boolean> {
	const folder = canWriteFiles() ? await privateFolder(FOLDER) : undefined;
	if (!folder) return false;
	const file = await openFile(folder, FILE);
	try {
		const bytes = new TextEncoder().encode(text);
		file.write(bytes, { at: 0 });
		file.truncate(bytes.length);
		file.flush();
	} finally {
		file.close();
	}
	return true;
}

async function toCache(text: string): Promise<boolean> {
	if (typeof caches === 'undefined') return false;
	await (await caches.open(CACHE)).put(CACHED, new Response(text));
	return true;
}

/** A place that refuses keeps its older copy, or none: the others still tell. */
const orNot = async (writing: Promise<boolean>): Promise<boolean> => writing.catch(() => false);

const NEVER: Tally = { v: 1, count: 0, drawers: {}, isFiled: false, isCached: false };

/** The next tally, written over the device's own in one transaction: two tabs never lose each other's drawers. */
async function countUp(known: Tally | undefined, change: (drawers: Tally['drawers']) => Tally['drawers']) {
	const transaction = (await device()).transaction('readiness', 'readwrite');
	const now = asTally(await transaction.store.get(KEY)) ?? known ?? NEVER;
	const next: Tally = { ...now, count: now.count + 1, drawers: change(now.drawers) };
	await transaction.store.put(next, KEY);
	await transaction.done;
	return next;
}

/**
 * Changes the tally in every place that can be written from here (files: from a worker only).
 * @param change gives the drawers as they should be
 */
export async function changeTally(change: (drawers: Tally['drawers']) => Tally['drawers']): Promise<void> {
	const copies = await readCopies();
	const next = await countUp(newestTally([copies.device, copies.file, copies.cache]), change);
	const text = JSON.stringify({ ...next, isFiled: true, isCached: true } satisfies Tally);
	const isFiled = (await orNot(toFile(text))) || copies.file !== undefined;
	const isCached = await orNot(toCache(text));
	await writeReadiness(KEY, { ...next, isFiled, isCached } satisfies Tally);
}

/** Losses that were noticed, the newest first. */
export async function readLosses(): Promise<readonly NotedLoss[]> {
	const parsed = v.safeParse(v.array(lossShape), await readReadiness(LOSSES));
	return parsed.success ? parsed.output : [];
}

/** Notes losses. They are shown until a person has read them. */
export async function noteLosses(losses: readonly Loss[], now: number): Promise<void> {
	if (losses.length === 0) return;
	const noted = losses.map((loss): NotedLoss => ({ ...loss, id: newId(), noticedAt: now }));
	await writeReadiness(LOSSES, [...noted, ...(await readLosses())]);
}

/** A person has read of all losses so far. */
export async function markLossesRead(now: number): Promise<void> {
	const losses = await readLosses();
	await writeReadiness(
		LOSSES,
		losses.map((loss) => ({ ...loss, readAt: loss.readAt ?? now }))
	);
}

/** Forgets every copy and every loss. For whoever removes all of this device's data, before they begin. */
export async function forgetTally(): Promise<void> {
	const db = await device();
	await Promise.all([db.delete('readiness', KEY), db.delete('readiness', LOSSES)]);
	const folder = await privateFolder(FOLDER);
	if (folder) await removeFile(folder, FILE);
	if (typeof caches !== 'undefined') await caches.delete(CACHE);
}
