/**
 * Whether the device says that it has no network. Only a hint for the quiet words in the top bar: the result of the last
 * exchange is the truth about the server.
 */
export class Signal {
	#isAbsent = $state(false);

	get isAbsent(): boolean {
		return this.#isAbsent;
	}

	/** Starts watching; returns what stops it. */
	watch(): () => void {
		const look = (): void => {
			this.#isAbsent = !navigator.onLine;
		};
		look();
		window.addEventListener('online', look);
		window.addEventListener('offline', look);
		return () => {
			window.removeEventListener('online', look);
			window.removeEventListener('offline', look);
		};
	}
}
