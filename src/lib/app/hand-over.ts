/** The steps of handing a device over, apart from its screen. */
import { cutDue } from './deliver-now.ts';
import type { Delivery } from './delivery.svelte.ts';
import type { Drawer } from './drawer.svelte.ts';
import { leaveForChooser } from './forget-history.ts';
import type { JourneyDesk } from './journey.svelte.ts';

/** A server that does not answer must not keep a person standing there. */
const SEND_WAITS_MS = 25_000;

/** `not-saved`: something open could not be written, so nothing was handed over. */
export type Sent =
	{ readonly ok: true; readonly left: number } | { readonly ok: false; readonly reason: 'not-saved' };

/**
 * Saves everything that is open, cuts it, and tries to send what waits.
 * @returns how many items are not on the server yet
 */
export async function saveAndSend(drawer: Drawer, delivery: Delivery): Promise<Sent> {
	if (!(await drawer.unwritten.flush())) return { ok: false, reason: 'not-saved' };
	if (drawer.opened) await cutDue(drawer.opened);
	const late = new Promise((resolve) => setTimeout(resolve, SEND_WAITS_MS));
	await Promise.race([delivery.sendNow(), late]);
	return { ok: true, left: delivery.view.items.length };
}

/** Locks under the owner's key, forgets the check in hand, and leaves for the chooser in a new document. */
export async function giveAway(drawer: Drawer, desk: JourneyDesk): Promise<void> {
	desk.forget();
	await drawer.choose(undefined);
	await leaveForChooser();
}
