import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** Numbers only: the part of the record that asks for the basis, and the page of the questions. */
export const load: PageLoad = ({ params }) => {
	const [place, number] = [Number(params.place), Number(params.step)];
	if (![place, number].every((one) => Number.isInteger(one) && one > 0)) error(404);
	return { place, number };
};
