import { expect, type Locator, type Page } from '@playwright/test';
import { chooseRadio, reach, type OnStop } from './keyboard.ts';

/** How a walk works the controls of a page. */
export interface Hands {
	/** A button or a link. */
	press(control: Locator): Promise<void>;
	/** A radio or a checkbox, chosen or ticked after it. */
	tick(control: Locator): Promise<void>;
	/** Words into an empty field. */
	write(control: Locator, words: string): Promise<void>;
	/** A new page has come. */
	arrive(page: Page): Promise<void>;
}

export const MOUSE: Hands = {
	press: (control) => control.click(),
	tick: (control) => control.check(),
	write: (control, words) => control.fill(words),
	arrive: () => Promise.resolve()
};

/** Nothing but the keyboard: Tab to a control, a key there. A new page has to have the focus on its heading. */
export const keys = (onstop?: OnStop): Hands => ({
	async press(control) {
		await reach(control, onstop);
		await control.page().keyboard.press('Enter');
	},
	async tick(control) {
		await control.waitFor();
		const { type, name } = await control.evaluate((one) => {
			const { type, name } = one as HTMLInputElement;
			return { type, name };
		});
		if (type === 'radio')
			return chooseRadio(control.page().locator(`input[name="${name}"]`), control, onstop);
		await reach(control, onstop);
		if (!(await control.isChecked())) await control.page().keyboard.press('Space');
		await expect(control).toBeChecked();
	},
	async write(control, words) {
		await reach(control, onstop);
		await control.page().keyboard.type(words);
	},
	arrive: (page) => expect(page.locator('h1')).toBeFocused()
});
