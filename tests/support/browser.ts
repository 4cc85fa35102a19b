import { existsSync } from 'node:fs';

const CHROMIUM = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable'
];
/** Debian's `chromium-headless-shell`; the command on the path is a script that some ways of ending it do not end. */
const SHELL = '/usr/lib/chromium/chromium-headless-shell';
const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Quiet and repeatable: no sandbox (containers), no GPU, nothing fetched behind our back. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** Path of the Chromium to test with: `CHROMIUM_PATH` wins, then the usual places of a Linux system. */
export function findChromium(): string | undefined {
	return process.env.CHROMIUM_PATH ?? CHROMIUM.find((path) => existsSync(path));
}

/**
 * Path of Chromium's headless shell: the same engine without the windows of a browser, with which the tests take little more
 * than half the time. `CHROMIUM_SHELL_PATH` wins; a `CHROMIUM_PATH` alone is meant for everything.
 */
export function findShell(): string | undefined {
	const { CHROMIUM_SHELL_PATH, CHROMIUM_PATH } = process.env;
	return CHROMIUM_SHELL_PATH ?? CHROMIUM_PATH ?? [SHELL, ...CHROMIUM].find((path) => existsSync(path));
}

/** Path of the Firefox to test with: `FIREFOX_PATH` wins. */
export function findFirefox(): string | undefined {
	return process.env.FIREFOX_PATH ?? FIREFOX.find((path) => existsSync(path));
}
