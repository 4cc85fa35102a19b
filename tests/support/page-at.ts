import type { PageState } from './pages.ts';

/** A page as its address opens it. */
export const at = (name: string, path: string): PageState => ({
	name,
	isAddress: true,
	open: async (page) => {
		await page.goto(path);
	}
});
