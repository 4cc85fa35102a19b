import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { canonicalJson } from '../../src/lib/pack/canonical.ts';
import { packText } from '../../src/lib/pack/parse.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { contextOf, type Vignette } from '../../tools/vignette.ts';

/** The pack as an organisation with the case's local settings would have published it. */
export function packWith(pack: Pack, vignette: Vignette): Pack {
	const own: Pack = { ...pack, localSettings: contextOf(pack, vignette).settings };
	return { ...own, hash: createHash('sha256').update(packText(own)).digest('base64url') };
}

/** Makes a pack the one that the device kept, and keeps the build's own from arriving. */
export async function putPack(page: Page, pack: Pack): Promise<void> {
	await page.route('**/packs/*.json', (route) => route.fulfill({ status: 404 }));
	await page.goto('/settings');
	// The app has made its database once this page shows what is stored.
	await expect(page.getByLabel('Police, not an emergency')).toHaveValue('101');
	await page.evaluate(
		async ([version, text]) => {
			const open = indexedDB.open('doorstep-device');
			const db = await new Promise<IDBDatabase>((done, fail) => {
				open.onsuccess = () => done(open.result);
				open.onerror = () => fail(new Error('no database'));
			});
			const write = db.transaction('packs', 'readwrite');
			write.objectStore('packs').put(text, version);
			await new Promise((done) => (write.oncomplete = done));
			db.close();
		},
		[pack.version, canonicalJson(pack)] as const
	);
	await page.goto('/decide');
}
