/** What the apps were that did not say which they are. */
const FIRST = '0.1';

const FORM = /^\d{1,5}(?:\.\d{1,5}){1,2}(?:[-+][\w.-]{1,60})?$/;

const numbersOf = (version: string) => version.split(/[-+]/, 1)[0]?.split('.').map(Number) ?? [];

/**
 * Whether an app is older than the oldest that is wanted.
 * @param said as in the request's header; null, or not a version: one of the first
 */
export function isOlder(said: string | null, wanted: string): boolean {
	const have = numbersOf(said !== null && FORM.test(said) ? said : FIRST);
	const want = numbersOf(wanted);
	const at = [0, 1, 2].find((place) => (have[place] ?? 0) !== (want[place] ?? 0));
	return at !== undefined && (have[at] ?? 0) < (want[at] ?? 0);
}
