import { readSetting, writeSetting } from '../vault/device-db.ts';

/** Where a person was when the drawer locked: opaque ids only, kept on the device because the page is thrown away. */
const KEY = 'return-to';
const DRAWER_PAGE = /^\/records(\/[a-z0-9-]+)*$/;

/** Whether a page shows what is in the drawer, so that it has to go at a lock. */
export function isDrawerPage(path: string): boolean {
	return DRAWER_PAGE.test(path);
}

/** Notes a page of the drawer to come back to; any other path is left out. */
export async function noteReturn(path: string): Promise<void> {
	if (isDrawerPage(path)) await writeSetting(KEY, path);
}

/** The noted page, once; the list when there is none. */
export async function takeReturn(): Promise<string> {
	const noted = await readSetting(KEY);
	await writeSetting(KEY, undefined);
	return typeof noted === 'string' && isDrawerPage(noted) ? noted : '/records';
}
