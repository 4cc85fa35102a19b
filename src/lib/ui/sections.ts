import type { IconName } from './icon-name.ts';

/** A part of the app that the menu leads to. `help` stays last, in the same place on every page (WCAG 3.2.6). */
export interface Section {
	readonly path: string;
	readonly word: string;
	readonly icon: IconName;
}

/** The menu, in order. */
export const SECTIONS: readonly Section[] = [
	{ path: '/', word: 'Home', icon: 'home' },
	{ path: '/guidance', word: 'Guidance', icon: 'guidance' },
	{ path: '/decide', word: 'Decide', icon: 'decide' },
	{ path: '/records', word: 'Records', icon: 'records' },
	{ path: '/help', word: 'Help', icon: 'help' }
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
	'/office': 'Organisation',
	'/join': 'Join',
	'/quick': 'Quick check',
	'/danger': 'Danger now',
	'/settings': 'Settings',
	'/device': 'This device',
	'/people': 'People',
	'/where': 'Where the child lives',
	'/search': 'Search',
	'/waiting': 'Waiting to send'
};

function isWithin(path: string, section: string): boolean {
	return path === section || (section !== '/' && path.startsWith(`${section}/`));
}

/** The section that a path belongs to, if any. */
export function sectionOf(path: string): Section | undefined {
	return SECTIONS.find((section) => isWithin(path, section.path));
}

/** Short name of the place for the top bar; never anything about a case. */
export function placeName(path: string): string {
	const other = Object.entries(OTHER_NAMES).find(([start]) => isWithin(path, start));
	return other?.[1] ?? sectionOf(path)?.word ?? '';
}
