/* eslint-disable no-restricted-globals -- local storage is the leak that is planted here */
/**
 * Leaks that are planted on purpose, one in each form and place that a scan must see through. A scan that does not find
 * all of them proves nothing about what else it did not find.
 */
import type { Page } from '@playwright/test';
import type { Marker } from './disk-scan.ts';

const TEXTS = {
	utf8: 'PLANTEDUTF8X70',
	utf16le: 'PLANTEDUTF16X71',
	base64At0: 'PLANTEDBASEX72',
	base64At1: 'PLANTEDBASEX73',
	base64At2: 'PLANTEDBASEX74',
	hex: 'PLANTEDHEXX75',
	utf16be: 'PLANTEDBIGX76',
	row: 'PLANTEDROWX77',
	packed: 'PLANTEDPACKEDX78'
} as const;

/** Typed into a form that is left: a browser keeps it to restore the tab with. */
export const PLANTED_FORM = 'PLANTEDFORMX79';

const KEY = Buffer.from('1f2e3d4c5b6a798897a6b5c4d3e2f1001f2e3d4c5b6a798897a6b5c4d3e2f100', 'hex');

/** What every scan has to find. */
export const PLANTED: readonly Marker[] = [...Object.values(TEXTS), { name: 'planted key', bytes: KEY }];

/** Plants all of it in the page's own stores. */
export async function plantLeaks(page: Page): Promise<void> {
	await page.evaluate(
		async ([texts, key]) => {
			const hex = (text: string) =>
				[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
			// Much of it, so that the browser packs the block it lies in.
			localStorage.setItem(
				'planted-utf8',
				`${'filling '.repeat(20_000)}${texts.utf8}${' filling'.repeat(2000)}`
			);
			localStorage.setItem('planted-utf16', `漢 ${texts.utf16le}`);
			localStorage.setItem('planted-base64-0', btoa(`${texts.base64At0} and more`));
			localStorage.setItem('planted-base64-1', btoa(`a${texts.base64At1} and more`));
			localStorage.setItem('planted-base64-2', btoa(`ab${texts.base64At2} and more`));
			localStorage.setItem('planted-hex', hex(texts.hex));
			const bigEndian = new Uint8Array(2 * texts.utf16be.length);
			new TextEncoder().encode(texts.utf16be).forEach((byte, at) => (bigEndian[2 * at + 1] = byte));
			const packed = `${'filling '.repeat(3000)}${texts.packed}${' filling'.repeat(300)}`;
			await new Promise<void>((resolve, reject) => {
				const request = indexedDB.open('planted', 1);
				request.onerror = () => reject(new TypeError('not planted'));
				request.onupgradeneeded = () => {
					const rows = request.result.createObjectStore('rows', { autoIncrement: true });
					for (const row of [texts.row, bigEndian, packed, { é: `漢 ${packed}` }, new Uint8Array(key)])
						rows.add(row);
				};
				request.onsuccess = () => {
					request.result.close();
					resolve();
				};
			});
			const form = document.createElement('input');
			form.setAttribute('aria-label', 'planted');
			document.body.append(form);
		},
		[TEXTS, [...KEY]] as const
	);
	await page.getByRole('textbox', { name: 'planted' }).pressSequentially(PLANTED_FORM);
}
