import type { Page } from '@playwright/test';

/** How many packs the device database holds. Not before the app has made it: opening it first would make it empty. */
export function keptPacks(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				const opening = indexedDB.open('doorstep-device');
				opening.onsuccess = () => {
					const counting = opening.result.transaction('packs').objectStore('packs').count();
					counting.onsuccess = () => {
						opening.result.close();
						resolve(counting.result);
					};
				};
			})
	);
}

/** Puts a pack in the place of all that the device keeps. */
export async function keepOnly(page: Page, pack: { readonly version: string }): Promise<void> {
	await page.evaluate(
		({ version, text }) =>
			new Promise<void>((resolve) => {
				const opening = indexedDB.open('doorstep-device');
				opening.onsuccess = () => {
					const transaction = opening.result.transaction('packs', 'readwrite');
					transaction.objectStore('packs').clear();
					transaction.objectStore('packs').put(text, version);
					transaction.oncomplete = () => {
						opening.result.close();
						resolve();
					};
				};
			}),
		{ version: pack.version, text: JSON.stringify(pack) }
	);
}
