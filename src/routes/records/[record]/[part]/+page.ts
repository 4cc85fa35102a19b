import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Only the number of the part stands in the address. */
export const load: PageLoad = ({ params }) => {
	const number = Number(params.part);
	if (!Number.isInteger(number) || number < 1) error(404);
	return { number };
};
