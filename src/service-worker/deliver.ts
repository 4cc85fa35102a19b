/// <reference lib="webworker" />
import { deliverNoted } from '../lib/sync/noted.ts';
import { postJson } from '../lib/sync/post.ts';
import { openOutbox } from '../lib/vault/outbox.ts';
import {
	CARRY_ON,
	readAddress,
	SYNC_CHANNEL,
	SYNC_LOCK,
	SYNC_TAG,
	withCookieOf
} from '../lib/vault/outbox-signals.ts';

/** Chromium's Background Sync; not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
	readonly tag: string;
}

/** A page that delivers is let finish, for this long; a browser gives an event a few minutes at most. */
const PAGE_MAY_TAKE_MS = 45_000;

/** Browsers wake every worker at once when the signal is back; nobody waits for this one. An event lives for minutes only. */
const SPREAD_MS = 10_000;
/** Only a person can help with these: trying again would be in vain. */
const FOR_A_PERSON: readonly string[] = ['sign-in', 'missing', 'update-app'];

const NO_KEYS = { random: Math.random, hasSession: false } as const;

/** Only the cookie goes along: no key and no token ever reach this worker. @returns whether nothing is left to try */
async function deliverOutbox(): Promise<boolean> {
	// Asked under the lock: somebody may have signed in while this worker waited for it.
	const address = await readAddress();
	const outbox = address && (await openOutbox(address.profile));
	if (address === undefined || outbox === undefined) return true;
	try {
		// Whoever held the lock before may have sent it all.
		if ((await outbox.unsent()).length === 0) return true;
		const post = (path: string, body: unknown) => withCookieOf(address, () => postJson(path, body));
		const ports = { store: outbox, device: address.device, post, now: Date.now };
		const end = await deliverNoted(ports, NO_KEYS);
		return end.kind === 'quiet' || FOR_A_PERSON.includes(end.trouble);
	} finally {
		outbox.close();
	}
}

function tellPages(): void {
	const channel = new BroadcastChannel(SYNC_CHANNEL);
	channel.postMessage('changed');
	channel.close();
}

async function deliverOnce(): Promise<void> {
	if ((await readAddress()) === undefined) return;
	const signal = AbortSignal.timeout(PAGE_MAY_TAKE_MS);
	const isDone = await navigator.locks.request(SYNC_LOCK, { signal }, () => deliverOutbox());
	tellPages();
	// A rejected event is what makes the browser try again by itself.
	if (!isDone) throw new DOMException('not delivered yet', 'NetworkError');
}

const spread = () => new Promise<void>((done) => setTimeout(done, Math.random() * SPREAD_MS));

/** Sends the sealed outbox with the drawer locked and no page open: when the browser says so, or a page that goes. */
export function deliverInBackground(worker: ServiceWorkerGlobalScope): void {
	worker.addEventListener('sync', (event) => {
		// Only Background Sync fires this event, and only with this shape.
		const sync = event as SyncEvent;
		if (sync.tag === SYNC_TAG) sync.waitUntil(spread().then(deliverOnce));
	});
	worker.addEventListener('message', (event) => {
		if ((event.data as { type?: unknown } | null)?.type === CARRY_ON) event.waitUntil(deliverOnce());
	});
}
