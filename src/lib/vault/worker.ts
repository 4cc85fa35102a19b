/**
 * The vault: the only place where keys are. A dedicated worker, so that nothing in the page can hold a key; locking
 * ends the worker. Spoken to through comlink.
 */
import { expose } from 'comlink';
import { SYNC_CHANNEL, type SyncSignal } from './outbox-signals.ts';
import { createVault } from './vault.ts';

const channel = new BroadcastChannel(SYNC_CHANNEL);

expose(
	createVault({
		origin: location.origin,
		now: () => Date.now(),
		onqueued: () => channel.postMessage('queued' satisfies SyncSignal)
	})
);
