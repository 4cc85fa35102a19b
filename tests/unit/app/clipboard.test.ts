import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyText, emptyClipboard } from '#lib/app/clipboard.ts';
import { writeSetting } from '#lib/vault/device-db.ts';

const writeText = vi.fn<(text: string) => Promise<void>>();

beforeEach(async () => {
	await writeSetting('clipboard-filled', undefined);
	writeText.mockReset().mockResolvedValue(undefined);
	vi.stubGlobal('navigator', { clipboard: { writeText } });
});
afterEach(() => vi.unstubAllGlobals());

describe('the clipboard', () => {
	it('is emptied when Doorstep filled it, once, and never read', async () => {
		await copyText('said at the door');
		expect(await emptyClipboard()).toBe(true);
		expect(await emptyClipboard()).toBe(true);
		expect(writeText.mock.calls).toEqual([['said at the door'], [' ']]);
	});

	it('is left alone when somebody else filled it', async () => {
		expect(await emptyClipboard()).toBe(true);
		expect(writeText).not.toHaveBeenCalled();
	});

	it('is said to hold our words still when the browser refuses, and tried again', async () => {
		await copyText('said at the door');
		writeText.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
		expect(await emptyClipboard()).toBe(false);
		expect(await emptyClipboard()).toBe(true);
	});

	it('is not noted as filled when copying failed', async () => {
		writeText.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'));
		await expect(copyText('x')).rejects.toThrow('no');
		await emptyClipboard();
		expect(writeText).toHaveBeenCalledTimes(1);
	});
});
