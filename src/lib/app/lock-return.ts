import { readSetting, writeSetting } from '../vault/device-db.ts';

/** Where a person was when the drawer locked: opaque ids only, kept on the device because the page is thrown away. */
const KEY = 'return-to';
/** Keeps the journey that is in this page's memory; it names no record. */
const NEW_RECORD = '/records/new';
const DRAWER_PAGE = /^\/records(\/[a-z0-9-]+)*$/;

/** A page of the drawer, and whose. */
interface Noted {
	readonly path: string;
	readonly profile: string | undefined;
}

/** For a lock that keeps the page's memory, and for a device that is too full to note anything. */
let notedHere: Noted | undefined;

/** Whether a page shows what is in the drawer, so that it has to go at a lock. */
export function isDrawerPage(path: string): boolean {
	return DRAWER_PAGE.test(path);
}

/**
 * Notes a page of the drawer to come back to; any other path is left out. Never rejects: locking must not wait for it.
 * @param profile whose record it is: nobody else is led to it
 */
export async function noteReturn(path: string, profile: string | undefined): Promise<void> {
	if (!isDrawerPage(path)) return;
	notedHere = { path, profile };
	// A device that cannot keep it comes back to the list.
	await writeSetting(KEY, notedHere).catch(() => undefined);
}

/** The noted page of this person, once; the list when there is none. */
export async function takeReturn(profile: string | undefined): Promise<string> {
	const noted = notedHere ?? (await readSetting(KEY));
	notedHere = undefined;
	// Left on the device when it refuses: then the next unlock comes back here once more.
	await writeSetting(KEY, undefined).catch(() => undefined);
	return isNoted(noted) && isFor(noted, profile) ? noted.path : '/records';
}

/** Somebody else uses the device now: the id of a record of the one before goes. A journey in hand stays. */
export async function forgetReturn(): Promise<void> {
	const noted = notedHere ?? (await readSetting(KEY));
	if (isNoted(noted) && noted.path === NEW_RECORD) return;
	notedHere = undefined;
	await writeSetting(KEY, undefined).catch(() => undefined);
}

function isNoted(noted: unknown): noted is Noted {
	if (typeof noted !== 'object' || noted === null || !('path' in noted)) return false;
	return typeof noted.path === 'string' && isDrawerPage(noted.path);
}

function isFor(noted: Noted, profile: string | undefined): boolean {
	return noted.path === NEW_RECORD || (profile !== undefined && noted.profile === profile);
}
