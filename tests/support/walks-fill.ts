import { expect, type Locator, type Page } from '@playwright/test';
import type { Hands } from './hands.ts';
import { NOW, wordsFor, type Words } from './walks-words.ts';

/** One value that can be written, chosen or ticked. */
interface Leaf {
	/** DOM id of the control, or the name that radios or ticks share. */
	readonly id: string;
	readonly part: string;
	readonly kind: 'text' | 'choice' | 'select' | 'date';
	readonly isFilled: boolean;
}

/** A field as a page of the record shows it. */
export interface ShownField {
	readonly path: string;
	/** Name of the receiver that the page is about; '' for the whole case. */
	readonly about: string;
	readonly isRequired: boolean;
	readonly leaves: readonly Leaf[];
}

/** Words that stand in the record now, and where. */
export interface Written {
	readonly path: string;
	readonly words: string;
	/** Typed, not chosen. */
	readonly isOwn: boolean;
}

export const fieldIdOf = ({ path }: Pick<ShownField, 'path'>): string => path.split('/').slice(1).join('/');

/** Every field of the part in front; of a list, the controls of all its rows. */
export async function fieldsShown(page: Page): Promise<readonly ShownField[]> {
	await expect(page.locator('[data-field]').first()).toBeVisible();
	return page.evaluate(() => {
		const domId = (path: string) => `f-${path.replace(/[^\w-]+/g, '-')}`;
		const about = document.querySelector('.lead')?.textContent.match(/^About: (.*)$/)?.[1] ?? '';
		type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
		const leafOf = (control: Control, path: string) => {
			const isChoice = control.type === 'radio' || control.type === 'checkbox';
			const row = control.closest('[data-row]')?.getAttribute('data-row');
			const id = isChoice ? control.name : control.id;
			const kind = isChoice
				? 'choice'
				: control.type.startsWith('date')
					? 'date'
					: control instanceof HTMLSelectElement
						? 'select'
						: 'text';
			const isFilled = isChoice
				? document.querySelector(`input[name="${id}"]:checked`) !== null
				: control.value !== '';
			return { id, part: id.slice(domId(row ? `${path}/${row}` : path).length + 1), kind, isFilled } as const;
		};
		return [...document.querySelectorAll<HTMLElement>('[data-field]')].map((field) => {
			const path = field.dataset['field'] ?? '';
			const leaves = [...field.querySelectorAll<Control>('input, textarea, select')].map((one) =>
				leafOf(one, path)
			);
			return {
				path,
				about,
				isRequired: field.querySelector('.need')?.textContent.includes('(required)') ?? false,
				leaves: leaves.filter(({ id }, at) => leaves.findIndex((one) => one.id === id) === at)
			};
		});
	});
}

/** Month, day and year: headless Chromium is asked in that order. */
async function typed(page: Page, days: string): Promise<string> {
	const now = await page.evaluate(() => Date.now());
	const [year, month, day] = new Date(now + Number(days) * 86_400_000).toISOString().slice(0, 10).split('-');
	return `${month}${day}${year}`;
}

/** Puts words into one control by hand. @returns whether they are words that the record then says */
async function put(field: Locator, leaf: Leaf, given: { hands: Hands; words: Words }): Promise<boolean> {
	const { hands, words } = given;
	const control = field.locator(`[id="${leaf.id}"]`);
	const page = field.page();
	if (leaf.kind === 'choice') {
		const group = field.locator(`label:has(input[name="${leaf.id}"])`);
		for (const label of [words].flat())
			await hands.tick(group.filter({ has: page.getByText(label, { exact: true }) }).locator('input'));
		return true;
	}
	if (typeof words !== 'string') throw new TypeError(`${leaf.id} takes one value`);
	if (leaf.kind === 'select') {
		await hands.write(control, words);
		await expect(control.locator('option:checked')).toHaveText(words);
		return true;
	}
	if (words === NOW) {
		const beside = field.locator('.row').filter({ has: page.locator(`[id="${leaf.id}"]`) });
		await hands.press(beside.last().getByRole('button', { name: /^(Now|Today)/ }));
		await expect(control).not.toHaveValue('');
		return false;
	}
	await hands.write(control, words.startsWith('+') ? await typed(page, words) : words);
	await expect(control).not.toHaveValue('');
	return leaf.kind === 'text';
}

/**
 * Fills what is required and empty on the part in front.
 * @throws TypeError when the table has no words for a required field, or none that fit its controls
 */
export async function fillPart(page: Page, hands: Hands): Promise<readonly Written[]> {
	const written: Written[] = [];
	for (const shown of (await fieldsShown(page)).filter(({ isRequired }) => isRequired)) {
		const words = wordsFor(fieldIdOf(shown));
		const field = page.locator(`[data-field="${shown.path}"]`);
		const fitting = shown.leaves.filter(({ part }) => words[part] !== undefined);
		if (fitting.length === 0) throw new TypeError(`No words of "${shown.path}" fit a control of it`);
		for (const leaf of fitting.filter(({ isFilled }) => !isFilled)) {
			const value = words[leaf.part] ?? '';
			if (await put(field, leaf, { hands, words: value }))
				written.push(
					...[value].flat().map((one) => ({ path: shown.path, words: one, isOwn: leaf.kind === 'text' }))
				);
		}
	}
	return written;
}
