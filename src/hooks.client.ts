import type { HandleClientError } from '@sveltejs/kit';
import { isAppError } from '#lib/errors.ts';

/** Gives the error page a code and nothing else. Kit would also print the error, and an error may carry what was typed. */
export const handleError: HandleClientError = ({ error, status }) => {
	if (isAppError(error)) return { message: error.code };
	return { message: status === 404 ? 'not-found' : 'unexpected' };
};
