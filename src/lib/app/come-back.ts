import { goto } from '$app/navigation';
import type { Drawer } from './drawer.svelte.ts';
import { takeReturn } from './lock-return.ts';

/** After unlocking: the page where the person was when it locked, and on it their field, caret, undo and scroll. */
export async function comeBack(drawer: Drawer): Promise<void> {
	const { path, place: sealed } = await takeReturn(drawer.profile);
	const place = sealed && (await drawer.opened?.vault.openPlace(sealed));
	await goto(path, { replaceState: true });
	if (place?.path !== path) return;
	const { standAt } = await import('./stand-at.ts');
	await standAt(place);
}
