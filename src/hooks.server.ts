import type { Handle } from '@sveltejs/kit';

/** The one face and weight range that every page shows first; the others load when a glyph asks for them. */
const FIRST_FONT = /latin-wght-normal/;

/** Lets the browser fetch scripts, styles and the first font at once, also on prerendered pages. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		preload: ({ type, path }) => type === 'js' || type === 'css' || (type === 'font' && FIRST_FONT.test(path))
	});
