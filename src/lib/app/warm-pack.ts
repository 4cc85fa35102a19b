/** Wait where the browser cannot say when it is idle (Safari), in ms. */
const IDLE_GUESS_MS = 1500;

/**
 * Fetches and checks the pack while the page is idle, so that the first tap of a quick check does not wait for it.
 * A failure is no matter here: the page that needs the pack loads it again and says what is wrong.
 */
export function warmPack(): void {
	const warm = () => void import('./load-pack.ts').then(({ loadPack }) => loadPack());
	if ('requestIdleCallback' in globalThis) requestIdleCallback(warm);
	else setTimeout(warm, IDLE_GUESS_MS);
}
