/**
 * A cookie that says only "there was a drawer here". Browsers that run out of room clear an origin's databases, files and
 * caches together, and leave its cookies: without it nobody could tell a cleared device from a new one. No secret, no id.
 */
const NAME = '__Host-drawer';
const YEAR_S = 365 * 24 * 60 * 60;

const write = (value: string, seconds: number) =>
	// eslint-disable-next-line no-restricted-syntax -- it says one bit, and has to be where a clearing browser leaves it
	(document.cookie = `${NAME}=${value}; Path=/; Secure; SameSite=Strict; Max-Age=${seconds}`);

/** Whether this browser remembers a drawer. */
export function hasWitness(): boolean {
	return document.cookie.split('; ').some((one) => one.startsWith(`${NAME}=`));
}

/** Remembers it, for a year from now. */
export function leaveWitness(): void {
	write('yes', YEAR_S);
}

/** Forgets it: a person removed the last drawer, or has read that everything is gone. */
export function removeWitness(): void {
	write('', 0);
}
