import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A value for each parameter that a route may carry. A new parameter needs one here. */
const EXAMPLES: Readonly<Record<string, string>> = {
	flow: 'share',
	step: '1',
	id: '0123456789abcdef0123456789abcdef',
	record: '0123456789abcdef0123456789abcdef'
};

function example(route: string): string {
	return route.replace(/\[+(?:\.\.\.)?(\w+)(?:=\w+)?\]+/g, (_whole, name: string) => {
		const value = EXAMPLES[name];
		if (value === undefined) throw new TypeError(`No example for the parameter ${name} of ${route}`);
		return value;
	});
}

/**
 * One address for every page in `src/routes`, so that a page nobody listed is tested too.
 * @returns paths such as `/` and `/flow/share/1`
 */
export function everyRoute(): string[] {
	return readdirSync('src/routes', { recursive: true, encoding: 'utf8' })
		.filter((file) => /(^|\/)\+page\.svelte$/.test(file))
		.map((file) => join('/', dirname(file)).replace(/\/\([^)]*\)/g, ''))
		.map((route) => example(route === '' ? '/' : route))
		.filter((path) => path !== '/shell')
		.sort();
}
