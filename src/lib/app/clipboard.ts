/**
 * Copying words out of Doorstep, and taking them back when the device goes to somebody else. What the clipboard holds is
 * never read: only that Doorstep filled it is remembered, also over a lock, which throws the page away.
 */
import { readSetting, writeSetting } from '../vault/device-db.ts';

const FILLED = 'clipboard-filled';

/** Copies a text. Rejects when the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
	await navigator.clipboard.writeText(text);
	await writeSetting(FILLED, true).catch(() => undefined); // Full: the text is copied all the same.
}

/**
 * Copies a text in two forms at once: the program it is pasted into takes the one it understands. Rejects when the
 * browser does not allow it; a browser that knows no rich text copies the plain one.
 * @param html escaped text between our own marks, for the clipboard alone
 */
export async function copyRich(plain: string, html: string): Promise<'rich' | 'plain'> {
	if (typeof ClipboardItem === 'undefined') {
		await copyText(plain);
		return 'plain';
	}
	const item = new ClipboardItem({
		'text/plain': new Blob([plain], { type: 'text/plain' }),
		'text/html': new Blob([html], { type: 'text/html' })
	});
	await navigator.clipboard.write([item]);
	await writeSetting(FILLED, true).catch(() => undefined); // As in `copyText`.
	return 'rich';
}

/**
 * Empties the clipboard if Doorstep filled it. Call it at once in the tap: browsers allow it only then.
 * @returns false when it could not be emptied, so that the person can do it
 */
export async function emptyClipboard(): Promise<boolean> {
	if ((await readSetting(FILLED)) !== true) return true;
	try {
		// A space: some browsers leave the clipboard as it is when there is nothing to write.
		await navigator.clipboard.writeText(' ');
		await writeSetting(FILLED, undefined);
		return true;
	} catch {
		return false;
	}
}
