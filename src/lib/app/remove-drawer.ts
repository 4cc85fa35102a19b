/** Removing drawers, as the page drives it: a vault of its own that holds no key does the work. Loaded only for that. */
import { endDelivery } from '../sync/post.ts';
import { withoutCookieUse } from '../vault/outbox-signals.ts';
import { hasCookieToDrop, noteCookieDropped, noteRemoval, readRemovals } from '../vault/removals.ts';
import { listProfiles } from '../vault/slot-names.ts';
import { startVault, type VaultLink } from './vault-link.ts';

/** One removal at a time in this browser: slots are files that one worker at most may write. */
const LOCK = 'doorstep-remove';

function inVault<T>(work: (vault: VaultLink['vault']) => Promise<T>): Promise<T> {
	return navigator.locks.request(LOCK, async () => {
		const link = startVault(() => undefined);
		try {
			return await work(link.vault);
		} finally {
			link.end();
		}
	});
}

/**
 * Removes a drawer that is locked by now, for good.
 * @returns whether nothing of it is left; otherwise the next start goes on
 */
export async function removeDrawer(profile: string): Promise<boolean> {
	// Before the vault starts: from here on the removal is finished, whatever happens to this page.
	await noteRemoval(profile);
	const isDone = await inVault((vault) => vault.removeDrawer(profile));
	if (isDone) await dropCookie((await listProfiles()).length === 0);
	return isDone;
}

/** Goes on with removals that were cut off, and asks the office again to end a cookie. Costs one look where there is none. */
export async function finishRemovals(): Promise<void> {
	if ((await readRemovals()).length > 0) await inVault((vault) => vault.finishRemovals());
	if (await hasCookieToDrop()) await dropCookie((await listProfiles()).length === 0);
}

/** Without signal the cookie stays, and delivers nothing: its drawer is gone. */
async function dropCookie(isLast: boolean): Promise<void> {
	await withoutCookieUse(async (whose) => {
		const isToEnd = isLast || (await hasCookieToDrop());
		// Somebody else's by now: the one before was overwritten when they signed in.
		const isGone = whose !== undefined || !isToEnd || (await endDelivery(isLast));
		if (isGone) await noteCookieDropped();
	});
}
