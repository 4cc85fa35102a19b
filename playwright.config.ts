import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium, findFirefox, findShell } from './tests/support/browser.ts';

const chromiumPath = findChromium();
const shellPath = findShell();
const firefoxPath = findFirefox();

/** The longest tests. They begin first, or a worker would be left alone with one of them at the end. */
const LONGEST = ['**/{walks,vignettes,leak,offline}.spec.ts'];

/** Background Sync and what installing asks for are parts of the whole browser: its engine alone lacks them. */
const WHOLE_BROWSER = ['**/{delivery,install}.spec.ts'];

const inBrowser = (path: string | undefined) => ({
	...devices['Desktop Chrome'],
	launchOptions: { args: CHROMIUM_FLAGS, ...(path && { executablePath: path }) }
});
const chromium = [
	{ name: 'longest', testMatch: LONGEST, use: inBrowser(shellPath) },
	{ name: 'chromium', testMatch: WHOLE_BROWSER, use: inBrowser(chromiumPath) },
	{ name: 'shell', testIgnore: [...LONGEST, ...WHOLE_BROWSER], use: inBrowser(shellPath) }
];

/** Only the specs tagged @engines, through WebDriver BiDi; run by `npm run test:engines`. */
const firefox = {
	name: 'firefox',
	grep: /@engines/,
	// It reads the build to update to as soon as it is loaded, and only the full run makes that one.
	testIgnore: '**/update.spec.ts',
	use: {
		...devices['Desktop Firefox'],
		channel: 'moz-firefox',
		launchOptions: firefoxPath ? { executablePath: firefoxPath } : {}
	}
};

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: 'test-results/e2e',
	globalSetup: './tests/support/build.ts',
	fullyParallel: true,
	// One more than the cores of a small machine: several tests mostly wait for a clock.
	workers: 3,
	timeout: 60_000,
	// A second try is counted and named as flaky; a test that fails twice fails the run.
	retries: process.env.CI ? 1 : 0,
	expect: { timeout: 10_000 },
	forbidOnly: Boolean(process.env.CI),
	reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
	use: { locale: 'en-GB', timezoneId: 'Europe/London', serviceWorkers: 'allow' },
	projects: process.env.DOORSTEP_ENGINES ? [firefox] : chromium
});
