import type { Page } from '@playwright/test';

const setVisibility = (page: Page, state: string) =>
	page.evaluate((visibility) => {
		Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
		document.dispatchEvent(new Event('visibilitychange'));
	}, state);

/** The page goes out of sight, as behind another app. */
export const hide = (page: Page) => setVisibility(page, 'hidden');

/** It is seen again. */
export const show = (page: Page) => setVisibility(page, 'visible');
