import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Only the place of the receiver in the plan stands in the address. */
export const load: PageLoad = ({ params }) => {
	const place = Number(params.place);
	if (!Number.isInteger(place) || place < 1) error(404);
	return { place };
};
