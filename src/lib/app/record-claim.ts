/** One writer per record, over all tabs of this browser: a Web Lock, which dies with its tab. */

/** A claim on writing one record. */
export interface RecordClaim {
	release(): void;
}

interface Wiring {
	/** Another tab wants the record: save everything; it is released afterwards. */
	readonly onasked: () => Promise<void>;
	/** The claim is gone; only reading is left. */
	readonly onlost: () => void;
}

const CHANNEL = 'doorstep-records';
/** A tab that sleeps cannot answer; then the lock is taken from it. It saved everything when it went to sleep. */
const ASK_FOR_MS = 3000;

const lockName = (id: string) => `record:${id}`;

/**
 * Claims a record for writing if no other tab has it.
 * @returns undefined when another tab writes it
 */
export async function claimRecord(id: string, wiring: Wiring): Promise<RecordClaim | undefined> {
	return hold(id, { ifAvailable: true }, wiring);
}

/** Asks the tab that writes a record to save and let go, and takes the record over. */
export async function takeOverRecord(id: string, wiring: Wiring): Promise<RecordClaim | undefined> {
	const channel = new BroadcastChannel(CHANNEL);
	channel.postMessage({ take: id });
	channel.close();
	const claim = await hold(id, { signal: AbortSignal.timeout(ASK_FOR_MS) }, wiring);
	return claim ?? hold(id, { steal: true }, wiring);
}

/** Resolves when the lock is ours, or with undefined when it cannot be had this way. */
function hold(id: string, options: LockOptions, wiring: Wiring): Promise<RecordClaim | undefined> {
	return new Promise((resolve) => {
		let claim: { readonly release: () => void; readonly isReleased: () => boolean } | undefined;
		const keep = (lock: Lock | null): Promise<void> | undefined => {
			if (lock === null) {
				resolve(undefined);
				return undefined;
			}
			const kept = keepUntilReleased(id, wiring);
			claim = kept;
			resolve({ release: kept.release });
			return kept.end;
		};
		const lost = () => {
			// Taken from us, or never had: a wait that ran out ends here too.
			if (claim && !claim.isReleased()) {
				claim.release();
				wiring.onlost();
			}
			resolve(undefined);
		};
		navigator.locks.request(lockName(id), options, keep).catch(lost);
	});
}

function keepUntilReleased(id: string, wiring: Wiring) {
	let isReleased = false;
	let letGo: () => void = () => undefined;
	const end = new Promise<void>((resolve) => (letGo = resolve));
	const channel = new BroadcastChannel(CHANNEL);
	const release = () => {
		isReleased = true;
		channel.close();
		letGo();
	};
	channel.onmessage = ({ data }: MessageEvent<{ take?: unknown } | null>) => {
		if (data?.take !== id || isReleased) return;
		void wiring.onasked().finally(() => {
			if (isReleased) return;
			release();
			wiring.onlost();
		});
	};
	return { end, release, isReleased: () => isReleased };
}
