/** Where there is something to cover. Pure. */

/** What the cover depends on beside the page. */
export interface CoverFacts {
	readonly isOpen: boolean;
	/** Answers of a check that is open without a drawer. */
	readonly hasAnswers: boolean;
}

/** `button`: a person may cover it. `itself`: it also covers itself when it goes out of sight. */
export type Coverage = 'none' | 'button' | 'itself';

/** Questions about one family, before they are kept anywhere. */
const FLOWS = ['/decide/[flow]/[step]', '/decide/[flow]/path', '/quick/[[step]]'];
/** They show or take a secret. */
const SECRETS = ['/unlock', '/records/new', '/show'];
/** The same for everybody, whoever looks. */
const SHELF = /^\/($|danger|guidance|help|search|settings|device$|where)/;

const isSecret = (route: string) => SECRETS.some((one) => route === one || route.startsWith(`${one}/`));

/**
 * What can be covered on a page. While the drawer is open the button stands on every page, beside *Lock*.
 * @param route Kit's id of the route
 */
export function coverageOf(route: string | null, { isOpen, hasAnswers }: CoverFacts): Coverage {
	if (route === null) return 'none';
	if (FLOWS.includes(route)) return isOpen || hasAnswers ? 'itself' : 'button';
	if (isOpen) return SHELF.test(route) ? 'button' : 'itself';
	return isSecret(route) ? 'button' : 'none';
}
