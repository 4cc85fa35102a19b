/**
 * What the device database remembers of a removal that is under way, so that one which was cut off is finished at the
 * next start. Apart from `wipe.ts`, so that asking loads nothing of the vault.
 */
import { device, readSetting, writeSetting } from './device-db.ts';

const MARK = 'removing:';
const COOKIE = 'cookie-to-drop';

const STORES = ['settings', 'readiness', 'profiles', 'captures'] as const;
const begin = async () => (await device()).transaction(STORES, 'readwrite', { durability: 'strict' });
type Forgetting = Awaited<ReturnType<typeof begin>>;

/** People whose drawer is to be removed: their removal was begun and not finished. */
export async function readRemovals(): Promise<readonly string[]> {
	const keys = await (await device()).getAllKeys('readiness', IDBKeyRange.bound(MARK, `${MARK}\uffff`));
	return keys.map((key) => key.slice(MARK.length));
}

/** From here on the removal will be finished, whatever happens in between. */
export async function noteRemoval(profile: string): Promise<void> {
	const transaction = (await device()).transaction('readiness', 'readwrite', { durability: 'strict' });
	await transaction.store.put(Date.now(), `${MARK}${profile}`);
	await transaction.done;
}

/**
 * Forgets everything that the device database holds of one person, and with it that their removal is under way, in one
 * strict transaction. A row of one person is called `name:profile`.
 */
export async function forgetPerson(profile: string): Promise<void> {
	const transaction = await begin();
	// Read by whoever catches what went wrong below.
	transaction.done.catch(() => undefined);
	try {
		await forgetIn(transaction, profile);
	} catch (error) {
		// Nothing by half: the mark would be gone, and the rest never looked at again.
		transaction.abort();
		throw error;
	}
	await transaction.done;
}

async function forgetIn(transaction: Forgetting, profile: string): Promise<void> {
	const settings = transaction.objectStore('settings');
	const readiness = transaction.objectStore('readiness');
	const captures = transaction.objectStore('captures');
	for (const store of [settings, readiness])
		for (const key of await store.getAllKeys()) if (key.endsWith(`:${profile}`)) await store.delete(key);
	const [keys, rows] = [await captures.getAllKeys(), await captures.getAll()];
	for (const [at, key] of keys.entries()) if (rows[at]?.profile === profile) await captures.delete(key);
	await transaction.objectStore('profiles').delete(profile);
	await forgetLosses(transaction, profile);
	// The cookie of a drawer that is gone opens nothing, and the office is asked to end it.
	if (isOf(await settings.get('delivery'), profile)) {
		await settings.delete('delivery');
		await settings.put(true, COOKIE);
	}
	if (isOf(await settings.get('return-to'), profile)) await settings.delete('return-to');
	if ((await settings.get('last-profile')) === profile) await settings.delete('last-profile');
}

/** What the browser lost of theirs before; written by `canary-copies.ts`. */
async function forgetLosses(transaction: Forgetting, profile: string): Promise<void> {
	const readiness = transaction.objectStore('readiness');
	const losses: unknown = await readiness.get('losses');
	if (!Array.isArray(losses)) return;
	const others = losses.filter((loss) => !isOf(loss, profile));
	await readiness.put(others, 'losses');
}

function isOf(row: unknown, profile: string): boolean {
	return typeof row === 'object' && row !== null && 'profile' in row && row.profile === profile;
}

/** Whether the browser still holds the delivery cookie of a drawer that was removed. */
export async function hasCookieToDrop(): Promise<boolean> {
	return (await readSetting(COOKIE)) === true;
}

/** The cookie is gone, or somebody else's by now. */
export async function noteCookieDropped(): Promise<void> {
	await writeSetting(COOKIE, undefined);
}
