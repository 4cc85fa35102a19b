import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Danger, why, who, result: only the page number stands in the address. */
export const load: PageLoad = ({ params }) => {
	const number = Number(params.step ?? '1');
	if (![1, 2, 3, 4].includes(number)) error(404);
	return { number };
};
