import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { LockEnd } from './drawer-types.ts';
import { isDrawerPage, noteReturn } from './lock-return.ts';

/**
 * Leaves a page of the drawer after a lock, for one that shows nothing. A new document, so that the browser lets go of
 * the old one's memory; only sealed words that wait for room on the disk keep this one. Pages of the open shelf stay.
 * After a switch nothing is noted: a record of the one person is nothing for the next.
 */
export async function leaveDrawer({ isEverythingKept, reason, profile }: LockEnd): Promise<void> {
	if (!isDrawerPage(location.pathname)) return;
	if (reason !== 'switch') await noteReturn(location.pathname, profile);
	if (isEverythingKept) location.replace('/unlock');
	else await goto(resolve('/unlock'), { replaceState: true });
}
