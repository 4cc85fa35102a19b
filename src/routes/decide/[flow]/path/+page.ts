import { error } from '@sveltejs/kit';
import { isShelfFlow } from '#lib/app/journey-view.ts';
import type { PageLoad } from './$types';

/** No answer stands in the address: the path is drawn from what is open in memory. */
export const load: PageLoad = ({ params }) => {
	if (!isShelfFlow(params.flow)) error(404);
	return { flow: params.flow };
};
