import { building } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { isAppError } from '#lib/errors.ts';
import { startOffice, stopOffice } from '#lib/server/running.ts';

/** The one face and weight range that every page shows first; the others load when a glyph asks for them. */
const FIRST_FONT = /latin-wght-normal/;

/** Opens the store before the first request; a server that cannot keep records must not start. */
export const init: ServerInit = async () => {
	if (building) return;
	await startOffice(process.env);
	// src/server.ts waits for what its listeners return; Node's type has no room for that.
	process.on('sveltekit:shutdown', (): unknown => stopOffice());
};

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
