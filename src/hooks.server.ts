import type { Handle, HandleServerError } from '@sveltejs/kit';
import { isAppError } from '#lib/errors.ts';

/** The one face and weight range that every page shows first; the others load when a glyph asks for them. */
const FIRST_FONT = /latin-wght-normal/;

/** Lets the browser fetch scripts, styles and the first font at once, also on prerendered pages. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		preload: ({ type, path }) => type === 'js' || type === 'css' || (type === 'font' && FIRST_FONT.test(path))
	});

/** Notes a fault by its code. Kit would print address and message, which can carry what a person typed. */
export const handleError: HandleServerError = ({ error, status }) => {
	if (status === 404) return { message: 'not-found' };
	const code = isAppError(error) ? error.code : error instanceof Error ? error.name : 'unknown';
	process.stderr.write(`${status} ${code}\n`);
	return { message: 'unexpected' };
};
