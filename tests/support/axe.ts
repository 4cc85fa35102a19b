import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** All that axe can find; `target-size` is off unless asked for by its name. */
export const EVERY_RULE: RunOptions = {
	runOnly: { type: 'tag', values: TAGS },
	rules: { 'target-size': { enabled: true } }
};

/** What other colours may break; the rest of the page is the same in them. */
export const COLOUR_RULES: RunOptions = {
	runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
};

/**
 * Runs axe in the page itself, once loaded for as long as the document stays: no page of ours has frames, and what
 * `@axe-core/playwright` adds for them, a blank page and axe three times over for every run, takes longer than the rules.
 * @returns one line for each element that breaks a rule; empty when nothing is wrong
 */
export async function faultsIn(page: Page, rules: RunOptions): Promise<readonly string[]> {
	if (page.frames().length > 1) throw new TypeError('axe would not look into the frames of this page');
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	return page.evaluate(
		async (options) => {
			const here = globalThis as unknown as { readonly axe: typeof axe };
			const { violations } = await here.axe.run(document, options);
			return violations.flatMap(({ id, help, nodes }) =>
				nodes.map((node) => `${id}: ${help} | ${node.target.join(' ')} | ${node.failureSummary ?? ''}`)
			);
		},
		{ ...rules, resultTypes: ['violations'] } satisfies RunOptions
	);
}
