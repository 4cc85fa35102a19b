import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Runs a program of poppler-utils over a file and gives what it prints. */
export function poppler(program: 'pdfinfo' | 'pdftotext', ...args: readonly string[]): string {
	const ran = spawnSync(program, args, { encoding: 'utf8' });
	if (ran.status !== 0) throw new TypeError(`${program}: ${ran.error?.message ?? ran.stderr}`);
	return ran.stdout;
}

const schema = JSON.parse(readFileSync('static/schemas/record-bundle-1.json', 'utf8')) as object;

/** What the published schema finds wrong with a file, by a validator that is not ours. */
export function schemaFaults(text: string): readonly string[] {
	const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);
	validate(JSON.parse(text));
	return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}

/** Opens the page from the record's first page. */
export async function openExport(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Take a copy out' }).click();
	await expect(page.getByRole('button', { name: 'Copy for the case system' })).toBeVisible();
}

/** What the clipboard holds, by kind. */
export async function clipboardOf(page: Page): Promise<Readonly<Record<string, string>>> {
	return page.evaluate(async () => {
		const kinds: Record<string, string> = {};
		for (const item of await navigator.clipboard.read())
			for (const type of item.types) kinds[type] = await (await item.getType(type)).text();
		return kinds;
	});
}

/** Takes a file by its link. @returns where it was saved, and its name */
export async function saveFile(page: Page, ending: string): Promise<{ path: string; name: string }> {
	const download = page.waitForEvent('download');
	await page.locator(`[data-file$="${ending}"]`).getByRole('link', { name: 'Save the file' }).click();
	const taken = await download;
	return { path: await taken.path(), name: taken.suggestedFilename() };
}

/** The record as the screen says it, without white space: how lines break is the paper's own business. */
export async function wordsOnScreen(page: Page): Promise<string> {
	const parts = await page.locator('h1, [data-export]').evaluateAll((all) =>
		all.map((one) => {
			const copy = one.cloneNode(true) as HTMLElement;
			for (const head of copy.querySelectorAll('thead')) head.remove();
			return copy.textContent;
		})
	);
	return withoutSpace(parts.join(''));
}

/** The same from a PDF: without the heads of tables, which come again on each sheet, and without the feet. */
export function wordsOnPaper(file: string): { readonly words: string; readonly feet: readonly string[] } {
	const lines = poppler('pdftotext', '-raw', file, '-').split(/[\n\f]/);
	const isFoot = (line: string) => /not the live record – |^Page \d+ of \d+$/.test(line);
	const isHead = (line: string) => /^Part( What is written)?$|^What is written$/.test(line.trim());
	return {
		words: withoutSpace(lines.filter((line) => !isFoot(line) && !isHead(line)).join('')),
		feet: lines.filter(isFoot)
	};
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');
