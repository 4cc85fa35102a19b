import { goto } from '$app/navigation';
import type { Drawer } from './drawer.svelte.ts';
import { takeReturn } from './lock-return.ts';

/** After unlocking: the page where the person was when it locked, and on it their field, caret, undo and scroll. */
export async function comeBack(drawer: Drawer): Promise<void> {
	const noted = await takeReturn(drawer.profile);
	const place = noted.place && (await drawer.vault?.openPlace(noted.place));
	// eslint-disable-next-line svelte/no-navigation-without-resolve -- a path of this app, as `lock-return` noted and checked it
	await goto(noted.path, { replaceState: true });
	if (place?.path !== noted.path) return;
	const { standAt } = await import('./stand-at.ts');
	await standAt(place);
}
