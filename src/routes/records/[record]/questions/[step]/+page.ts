import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Only the number of the page stands in the address; the flow is the record's own. */
export const load: PageLoad = ({ params }) => {
	const number = Number(params.step);
	if (!Number.isInteger(number) || number < 1) error(404);
	return { number };
};
