/**
 * The vault: the only place where keys are. A dedicated worker, so that nothing in the page can hold a key; locking
 * ends the worker. Spoken to through comlink.
 */
import { expose } from 'comlink';
import { withKeeping } from './keeping.ts';
import { makeWithRoom, throughRoom } from './make-room.ts';
import { ROOM_STEPS } from './room-steps.ts';
import { SYNC_CHANNEL, type SyncSignal } from './outbox-signals.ts';
import { createVault } from './vault.ts';

const channel = new BroadcastChannel(SYNC_CHANNEL);

const vault = createVault({
	origin: location.origin,
	now: () => Date.now(),
	onqueued: () => channel.postMessage('queued' satisfies SyncSignal),
	// A ladder of its own: one that waited for the ladder it stands on would wait for ever.
	withRoom: makeWithRoom(ROOM_STEPS)
});

async function room(): Promise<number> {
	const { quota = 0, usage = 0 } = await navigator.storage.estimate();
	return quota - usage;
}

expose(
	withKeeping(throughRoom(vault, makeWithRoom(ROOM_STEPS)), {
		now: () => Date.now(),
		after: (ms, work) => void setTimeout(work, ms),
		room
	})
);
