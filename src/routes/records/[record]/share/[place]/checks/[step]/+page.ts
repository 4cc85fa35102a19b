import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Numbers only: the receiver's place in the plan, and the page of the checks. */
export const load: PageLoad = ({ params }) => {
	const [place, number] = [Number(params.place), Number(params.step)];
	if (![place, number].every((one) => Number.isInteger(one) && one > 0)) error(404);
	return { place, number };
};
