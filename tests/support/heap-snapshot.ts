import type { Page } from '@playwright/test';

/** Everything that a page's own memory holds in strings, as Chromium's heap profiler writes it down after cleaning up. */
export async function heapText(page: Page): Promise<string> {
	const session = await page.context().newCDPSession(page);
	const chunks: string[] = [];
	session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => void chunks.push(chunk));
	await session.send('HeapProfiler.enable');
	await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
	await session.detach();
	return chunks.join('');
}

/** Which of the markers are in a text, in the order given. */
export function markersIn(text: string, markers: readonly string[]): readonly string[] {
	return markers.filter((marker) => text.includes(marker));
}
