import { globSync } from 'node:fs';

/** A value for each parameter of a page that is not prerendered. A new parameter needs one here. */
const EXAMPLES: Readonly<Record<string, string>> = {
	flow: 'share',
	step: '1',
	slug: 'share-or-not',
	id: '0123456789abcdef0123456789abcdef',
	record: '0123456789abcdef0123456789abcdef',
	part: '1',
	place: '1'
};

const STANDING_FOR_ALL = ['/guidance/share-or-not', '/guidance/golden-rules'];

const PARAMETER = /\[+(?:\.\.\.)?(\w+)(?:=\w+)?\]+/g;

const prerendered = () =>
	globSync('**/*.html', { cwd: 'build/prerendered' }).map(
		(file) => `/${file.replace(/(^|\/)index\.html$|\.html$/, '')}`
	);

function example(route: string): string {
	return route.replace(PARAMETER, (_whole, name: string) => {
		const value = EXAMPLES[name];
		if (value === undefined) throw new TypeError(`No example for the parameter ${name} of ${route}`);
		return value;
	});
}

/** The addresses of one route: those that the build prerendered, or else one made from examples. */
function addresses(route: string, built: readonly string[]): string[] {
	const pattern = new RegExp(`^${route.replace(PARAMETER, '[^/]+')}$`);
	const found = built.filter((path) => pattern.test(path));
	return found.length > 0 ? found : [example(route)];
}

/**
 * Addresses of every page in `src/routes`, so that a page nobody listed is tested too. Needs a build.
 * @returns paths such as `/`, `/guidance/fgm` and `/decide/share/1`
 */
export function everyPage(): string[] {
	const built = prerendered();
	const routes = globSync('**/+page.svelte', { cwd: 'src/routes' })
		.map((file) => `/${file.replace(/\/?\+page\.svelte$/, '')}`.replace(/\/\([^)]*\)/g, ''))
		.filter((route) => route !== '/shell');
	return [...new Set(routes.flatMap((route) => addresses(route, built)))].sort();
}

/** As `everyPage`, with two articles for all of them: they are one page with other words. */
export function everyRoute(): string[] {
	const articles = globSync('*.md', { cwd: 'src/content/guidance' }).map(
		(file) => `/guidance/${file.replace(/\.md$/, '')}`
	);
	return everyPage().filter((path) => !articles.includes(path) || STANDING_FOR_ALL.includes(path));
}

/** Whether a page sends on to another one while there is no drawer or no such record; it looks into the device's database first. */
export const maySendOn = (path: string) => /^\/(records\/.|unlock|show)/.test(path);
