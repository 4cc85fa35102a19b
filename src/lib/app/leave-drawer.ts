import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { isDrawerPage, noteReturn } from './lock-return.ts';

/**
 * Leaves a page of the drawer after a lock, for one that shows nothing. A new document, so that the browser lets go of
 * the old one's memory; only sealed words that wait for room on the disk keep this one. Pages of the open shelf stay.
 * @param isEverythingKept whether this page's memory holds nothing that is needed later
 */
export async function leaveDrawer(isEverythingKept: boolean): Promise<void> {
	if (!isDrawerPage(location.pathname)) return;
	await noteReturn(location.pathname);
	if (isEverythingKept) location.replace('/unlock');
	else await goto(resolve('/unlock'), { replaceState: true });
}
