/// <reference lib="webworker" />
import { deliver } from '../lib/sync/deliver.ts';
import { readSetting } from '../lib/vault/device-db.ts';
import { openOutbox } from '../lib/vault/outbox.ts';

/** Tag under which the page asks for Background Sync. */
const TAG = 'deliver';
/** Held by whoever exchanges with the office: page, other tab or this worker. */
const LOCK = 'doorstep-sync';
/** Setting of the device database: `{profile, device}` of the drawer whose delivery cookie this browser holds. */
const SETTING = 'delivery';

/** Chromium's Background Sync; not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
	readonly tag: string;
}

interface DeliveryAddress {
	readonly profile: string;
	readonly device: string;
}

function isAddress(value: unknown): value is DeliveryAddress {
	if (typeof value !== 'object' || value === null) return false;
	const { profile, device } = value as Record<string, unknown>;
	return typeof profile === 'string' && typeof device === 'string';
}

/** Only the cookie goes along: no key and no token ever reach this worker. */
function post(path: string, body: unknown): Promise<Response> {
	return fetch(path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		cache: 'no-store'
	});
}

/** @returns false when another try soon may bring it through */
async function deliverOutbox({ profile, device }: DeliveryAddress): Promise<boolean> {
	const outbox = await openOutbox(profile);
	if (outbox === undefined) return true;
	try {
		const ports = { store: outbox, device, post, now: Date.now };
		const end = await deliver(ports, { failures: 0, random: Math.random, hasSession: false });
		return end.kind === 'quiet' || end.trouble === 'sign-in' || end.trouble === 'missing';
	} finally {
		outbox.close();
	}
}

async function deliverOnce(): Promise<void> {
	const address = await readSetting(SETTING);
	if (!isAddress(address)) return;
	const isDone = await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
		lock === null ? true : deliverOutbox(address)
	);
	// A rejected event is what makes the browser try again by itself.
	if (!isDone) throw new DOMException('not delivered yet', 'NetworkError');
}

/** Sends the sealed outbox when the browser says that there is signal, with the drawer locked and no page open. */
export function deliverInBackground(worker: ServiceWorkerGlobalScope): void {
	worker.addEventListener('sync', (event) => {
		// Only Background Sync fires this event, and only with this shape.
		const sync = event as SyncEvent;
		if (sync.tag === TAG) sync.waitUntil(deliverOnce());
	});
}
