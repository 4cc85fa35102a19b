/**
 * Web Locks between the tabs that have the same drawer: who has it open, and who changes its slots. A lock dies with
 * its worker, so that locking the drawer gives everything back.
 */

/** Missing where the page came by plain http; there a second tab cannot be noticed. */
const locks = (): LockManager | undefined => (navigator as { locks?: LockManager }).locks;

const openLock = (profile: string) => `doorstep-open-${profile}`;
const slotsLock = (profile: string) => `doorstep-slots-${profile}`;

const ASK_AGAIN_MS = 100;

/** A share in an open drawer: whoever has one may trust that the root key stays what it is. */
export class OpenShare {
	readonly #profile: string;
	#giveBack: () => Promise<void> = () => Promise.resolve();

	private constructor(profile: string) {
		this.#profile = profile;
	}

	/** Takes a share. Waits while another tab makes new keys: nobody opens with keys that are about to go. */
	static async take(profile: string): Promise<OpenShare> {
		const share = new OpenShare(profile);
		await share.#take();
		return share;
	}

	/** Gives the share back; taking none has no effect. */
	giveBack(): Promise<void> {
		return this.#giveBack();
	}

	/**
	 * Works on the drawer while no other tab has it open; this share is given back meanwhile, and taken again.
	 * @param waitMs how long others may take to lock; they were told to
	 * @returns what `work` gave, or undefined, without doing it, when another tab kept the drawer open
	 */
	async whileAlone<T>(waitMs: number, work: () => Promise<T>): Promise<T | undefined> {
		await this.#giveBack();
		try {
			return await alone(openLock(this.#profile), waitMs, work);
		} finally {
			await this.#take();
		}
	}

	async #take(): Promise<void> {
		const manager = locks();
		if (manager === undefined) return;
		await new Promise<void>((resolve, reject) => {
			const keep = () =>
				new Promise<void>((release) => {
					this.#giveBack = async () => {
						release();
						await held;
					};
					resolve();
				});
			const held = manager.request(openLock(this.#profile), { mode: 'shared' }, keep);
			held.catch(reject);
		});
	}
}

/** Asks again and again: a request that waits in the queue would hold up those who only want a share. */
async function alone<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<T | undefined> {
	const manager = locks();
	if (manager === undefined) return work();
	const until = performance.now() + waitMs;
	for (;;) {
		const done = await manager.request(name, { ifAvailable: true }, async (lock) =>
			lock === null ? undefined : { value: await work() }
		);
		if (done !== undefined) return done.value;
		if (performance.now() >= until) return undefined;
		await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
	}
}

/** Changes the slots of a drawer, one tab at a time. */
export async function changingSlots<T>(profile: string, work: () => Promise<T>): Promise<T> {
	const manager = locks();
	return manager === undefined ? work() : manager.request(slotsLock(profile), work);
}

/** The same, but does nothing when another tab is at it. */
export async function changingSlotsIfFree(profile: string, work: () => Promise<void>): Promise<void> {
	const manager = locks();
	if (manager === undefined) return work();
	await manager.request(slotsLock(profile), { ifAvailable: true }, (lock) =>
		lock === null ? undefined : work()
	);
}
