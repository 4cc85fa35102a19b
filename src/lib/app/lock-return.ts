import type { Bytes } from '../trust/bytes.ts';
import { readSetting, writeSetting } from '../vault/device-db.ts';

/**
 * Where a person was when the drawer locked, kept on the device because the page is thrown away. Opaque ids only; what says
 * more (field, caret, typed words) is sealed by their drawer.
 */
const KEY = 'return-to';
/** Keeps the journey that is in this page's memory; it names no record. */
const NEW_RECORD = '/records/new';
const DRAWER_PAGE = /^\/(records(\/[a-z0-9-]+)*|waiting)$/;
/** A disk that hangs must not keep the page. */
const WAITS_MS = 1000;

/** Why a drawer locked: the reason, and after how many minutes where it was for want of a person. */
export interface LockWhy {
	readonly reason: string;
	readonly minutes?: number;
}

/** A page of the drawer, and whose. */
export interface Noted {
	readonly path: string;
	/** Nobody else is led to it. */
	readonly profile: string | undefined;
	/** For `Vault.openPlace`. */
	readonly place?: Bytes | undefined;
	readonly why?: LockWhy | undefined;
}

/** For a lock that keeps the page's memory, and for a device that is too full to note anything. */
let notedHere: Noted | undefined;

/** Whether a page shows what is in the drawer, so that it has to go at a lock. */
export function isDrawerPage(path: string): boolean {
	return DRAWER_PAGE.test(path);
}

/** Notes a page of the drawer to come back to; any other is left out. Never rejects and never waits for a slow disk. */
export async function noteReturn(noted: Noted): Promise<void> {
	if (!isDrawerPage(noted.path)) return;
	const before = await readNoted();
	const isSame = before?.path === noted.path && before.profile === noted.profile;
	// Turned away from the same page once more: the place in it still holds.
	notedHere = isSame ? { ...before, ...noted } : noted;
	// A device that cannot keep it comes back to the list.
	await soon(writeSetting(KEY, notedHere));
}

/** The noted page of this person, once; the list when there is none. */
export async function takeReturn(profile: string | undefined): Promise<Noted> {
	const noted = await readNoted();
	notedHere = undefined;
	// Left on the device when it refuses: then the next unlock comes back here once more.
	await soon(writeSetting(KEY, undefined));
	return noted && isFor(noted, profile) ? noted : { path: '/records', profile };
}

/** Somebody else uses the device now: the id of a record of the one before goes. A journey in hand stays. */
export async function forgetReturn(): Promise<void> {
	const noted = await readNoted();
	if (noted?.path === NEW_RECORD) return;
	notedHere = undefined;
	await soon(writeSetting(KEY, undefined));
}

/** Why the drawer of this person locked last; undefined where it is not known. */
export async function readWhy(profile: string | undefined): Promise<LockWhy | undefined> {
	const noted = await readNoted();
	return noted && isFor(noted, profile) ? noted.why : undefined;
}

async function readNoted(): Promise<Noted | undefined> {
	const noted = notedHere ?? (await soon(readSetting(KEY)));
	return isNoted(noted) ? noted : undefined;
}

async function soon<T>(promise: Promise<T>): Promise<T | undefined> {
	const late = new Promise<undefined>((resolve) => setTimeout(resolve, WAITS_MS, undefined));
	return Promise.race([promise.catch(() => undefined), late]);
}

/** Only this file writes it; a path of another shape would lead a person out of the drawer. */
function isNoted(noted: unknown): noted is Noted {
	if (typeof noted !== 'object' || noted === null || !('path' in noted)) return false;
	return typeof noted.path === 'string' && isDrawerPage(noted.path);
}

function isFor(noted: Noted, profile: string | undefined): boolean {
	return noted.path === NEW_RECORD || (profile !== undefined && noted.profile === profile);
}
