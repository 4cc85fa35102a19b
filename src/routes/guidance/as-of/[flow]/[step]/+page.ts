import { error } from '@sveltejs/kit';
import { isShelfFlow } from '#lib/app/journey-view.ts';
import type { PageLoad } from './$types';

/** Only a flow and a page number stand in the address: neither the day nor an answer. */
export const load: PageLoad = ({ params }) => {
	const number = Number(params.step);
	if (!isShelfFlow(params.flow) || !Number.isInteger(number) || number < 1) error(404);
	return { flow: params.flow, number };
};
