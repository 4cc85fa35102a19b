import { readSetting, writeSetting } from '../vault/device-db.ts';

/** Where a person was when the drawer locked: opaque ids only, kept on the device because the page is thrown away. */
const KEY = 'return-to';
const DRAWER_PAGE = /^\/records(\/[a-z0-9-]+)*$/;

/** For a lock that keeps the page's memory, and for a device that is too full to note anything. */
let notedHere: string | undefined;

/** Whether a page shows what is in the drawer, so that it has to go at a lock. */
export function isDrawerPage(path: string): boolean {
	return DRAWER_PAGE.test(path);
}

/** Notes a page of the drawer to come back to; any other path is left out. Never rejects: locking must not wait for it. */
export async function noteReturn(path: string): Promise<void> {
	if (!isDrawerPage(path)) return;
	notedHere = path;
	// A device that cannot keep it comes back to the list.
	await writeSetting(KEY, path).catch(() => undefined);
}

/** The noted page, once; the list when there is none. */
export async function takeReturn(): Promise<string> {
	const noted = notedHere ?? (await readSetting(KEY));
	notedHere = undefined;
	// Left on the device when it refuses: then the next unlock comes back here once more.
	await writeSetting(KEY, undefined).catch(() => undefined);
	return typeof noted === 'string' && isDrawerPage(noted) ? noted : '/records';
}
