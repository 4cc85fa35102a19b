/** Lets calls through, any number at a time, except while one works that must be alone. */
export class Gate {
	readonly #running = new Set<Promise<unknown>>();
	#closed: Promise<unknown> = Promise.resolve();

	/** Works once nobody has to be alone. */
	async pass<T>(work: () => Promise<T>): Promise<T> {
		await this.#closed;
		const running = work();
		this.#running.add(running);
		try {
			return await running;
		} finally {
			this.#running.delete(running);
		}
	}

	/** Works once all calls that began before have ended; those that come meanwhile wait. */
	alone<T>(work: () => Promise<T>): Promise<T> {
		const before = this.#closed;
		const working = (async () => {
			await before;
			await Promise.allSettled([...this.#running]);
			return work();
		})();
		this.#closed = working.catch(() => undefined);
		return working;
	}
}
