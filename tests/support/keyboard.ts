import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has. */
const STOPS_AT_MOST = 120;

interface Stop {
	readonly isWanted: boolean;
	/** Nothing that Tab can come to: no focus, or a heading that a new page focused after the key was pressed. */
	readonly isNoStop: boolean;
	readonly hasRing: boolean;
	readonly name: string;
}

const stopAt = (target: Locator): Promise<Stop> =>
	target.evaluate((wanted) => {
		const at = document.activeElement ?? document.body;
		const { outlineStyle, outlineWidth } = getComputedStyle(at);
		return {
			isWanted: at === wanted,
			isNoStop: at === document.body || at.matches(':is(h1, legend)[tabindex="-1"]'),
			// Without :focus, the calendar button inside a date field has the focus, and the browser rings that.
			hasRing: !at.matches(':focus') || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2),
			name: `${at.tagName} ${at.id} ${at.textContent.trim().slice(0, 40)}`
		};
	});

/** Told of every stop that Tab makes. */
export type OnStop = (page: Page) => Promise<void>;

/** Tabs until the target has the focus; every stop on the way must show that it has it. */
export async function tabTo(
	target: Locator,
	key: 'Tab' | 'Shift+Tab' = 'Tab',
	onstop?: OnStop
): Promise<void> {
	const seen: string[] = [];
	while (seen.length < STOPS_AT_MOST) {
		await target.page().keyboard.press(key);
		const stop = await stopAt(target);
		seen.push(stop.name);
		if (!stop.isNoStop) expect(stop.hasRing, `the focus shows on ${stop.name}`).toBe(true);
		await onstop?.(target.page());
		if (stop.isWanted) return;
	}
	throw new TypeError(`${key} never came to ${String(target)}, but to: ${[...new Set(seen)].join(' | ')}`);
}

/** Tabs to the target unless the focus is there already, where the page itself put it. */
export async function reach(target: Locator, onstop?: OnStop): Promise<void> {
	if (!(await stopAt(target)).isWanted) await tabTo(target, 'Tab', onstop);
}

/** Tabs to a control and presses a key there. */
export async function pressAt(target: Locator, key = 'Enter'): Promise<void> {
	await tabTo(target);
	await target.page().keyboard.press(key);
}

/** Tabs to a field and types. */
export async function typeInto(target: Locator, text: string): Promise<void> {
	await tabTo(target);
	await target.page().keyboard.type(text);
}

/** Radios are one stop: Tab to the group, arrows within it. */
export async function chooseIn(group: Locator, label: string | RegExp): Promise<void> {
	const wanted = group.getByRole(
		'radio',
		typeof label === 'string' ? { name: label, exact: true } : { name: label }
	);
	await chooseRadio(group.getByRole('radio'), wanted);
}

/** The same for one of some radios that belong together. */
export async function chooseRadio(radios: Locator, wanted: Locator, onstop?: OnStop): Promise<void> {
	const { keyboard } = wanted.page();
	const chosen = radios.and(wanted.page().locator(':checked'));
	await reach((await chosen.count()) > 0 ? chosen : radios.first(), onstop);
	await keyboard.press('Space');
	for (let presses = 0; presses < 20 && !(await wanted.isChecked()); presses += 1)
		await keyboard.press('ArrowDown');
	await expect(wanted).toBeChecked();
}

/**
 * What lies over the middle of the element with the focus, or over the first line of a tall field, where the caret is;
 * empty when nothing does.
 */
export const coverOfFocus = (page: Page): Promise<string> =>
	page.evaluate(() => {
		const { activeElement: one } = document;
		if (one === null || one === document.body) return '';
		const box = one.getBoundingClientRect();
		const down = Math.min(box.height / 2, one instanceof HTMLTextAreaElement ? 24 : Infinity);
		const top = document.elementFromPoint(box.x + box.width / 2, box.y + down);
		const isSeen = top !== null && (one.contains(top) || top.contains(one));
		return isSeen
			? ''
			: `${one.tagName} ${one.id} ${one.textContent.trim()} is under ${top?.className ?? 'nothing'}`;
	});
