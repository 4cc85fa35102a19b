import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const EVERY_MS = 500;
/** Of a healthy loop as of a late one, this part in a hundred is worse. */
const PERCENTILE = 90;

/** How late the event loop runs: a second sign of too much work, beside the line that waits. */
export interface LoopLag {
	/** Of the last half second, ms. */
	readonly ms: () => number;
	stop(): void;
}

/** Watches from now on; keeps no process alive. */
export function watchLoopLag(): LoopLag {
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	delay.enable();
	let late = 0;
	const timer = setInterval(() => {
		// The histogram counts the resolution itself as delay.
		late = Math.max(0, delay.percentile(PERCENTILE) / 1e6 - RESOLUTION_MS);
		delay.reset();
	}, EVERY_MS);
	timer.unref();
	return {
		ms: () => late,
		stop() {
			clearInterval(timer);
			delay.disable();
		}
	};
}
