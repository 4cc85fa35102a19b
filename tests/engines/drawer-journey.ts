import type { RunningServer } from '../support/server.ts';
import type { WebDriver } from '../support/webdriver.ts';

const PASSPHRASE = 'gravel unsaid tiptop marina';
const TEXT = 'Told at the door, kept over a lock.';

/** Pieces that every script may use; the page is driven as a person would: by its words. */
const HANDS = `
	const named = (kind, words) => [...document.querySelectorAll(kind)].find((one) => one.textContent.includes(words));
	const press = (kind, words) => { const one = named(kind, words); one?.click(); return Boolean(one); };
	const type = (selector, text) => {
		const field = document.querySelector(selector);
		if (!field) return false;
		field.value = text;
		field.dispatchEvent(new Event('input', { bubbles: true }));
		return true;
	};
`;

const step = (webkit: WebDriver, body: string, withinMs?: number) =>
	webkit.until(`${HANDS}\n${body}`, withinMs);

async function choose(webkit: WebDriver, words: string): Promise<void> {
	await step(webkit, `return press('label', ${JSON.stringify(words)})`);
	await step(webkit, `return document.querySelector('input:checked') && press('button', 'Continue')`);
}

/**
 * Decides, makes the drawer, writes, locks, tries a wrong passphrase, unlocks, and finds the text again.
 * WebKitGTK has no private file system: this also proves that slots in the device database work.
 */
export async function keepsOverLock(webkit: WebDriver, server: RunningServer): Promise<string[]> {
	await webkit.goTo(`${server.origin}/decide/share/1`);
	await step(webkit, `return press('button', 'England')`);
	await choose(webkit, 'I want advice');
	await choose(webkit, 'I will stop here for now');
	await step(webkit, `return press('a', 'Record this decision')`);
	await step(webkit, `return press('button', 'Use a passphrase of my own')`);
	await step(webkit, `return type('#own', '${PASSPHRASE}') && type('#again', '${PASSPHRASE}')`);
	await step(webkit, `return press('button', 'Make the drawer')`);
	await step(
		webkit,
		`return document.querySelector('textarea') ?? press('a', 'What you know') ? true : false`,
		40_000
	);
	await step(webkit, `return type('textarea', '${TEXT}')`);
	await step(webkit, `return document.querySelector('[data-save=saved]') !== null`);
	await step(webkit, `return press('.controls button', 'Lock')`);
	await step(webkit, `return location.pathname === '/unlock' && type('#passphrase', 'wrong')`);
	const isTextLeft = await webkit.run(`return document.documentElement.innerHTML.includes('${TEXT}')`);
	await step(webkit, `return press('button', 'Unlock')`);
	await step(webkit, `return named('[role=alert]', 'did not open') !== undefined`, 40_000);
	await new Promise((wake) => setTimeout(wake, 1500));
	await step(webkit, `return type('#passphrase', '${PASSPHRASE}') && press('button', 'Unlock')`);
	await step(webkit, `return document.querySelector('textarea')?.value === '${TEXT}'`, 40_000);
	return isTextLeft ? ['the text was on the unlock page'] : [];
}
