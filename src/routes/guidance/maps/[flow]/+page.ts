import { error } from '@sveltejs/kit';
import type { FlowId } from '#lib/pack/types.ts';
import type { PageLoad } from './$types';

const FLOWS: readonly FlowId[] = ['share', 'rules', 'consent', 'secure', 'record'];

export const load: PageLoad = ({ params }) => {
	const flow = FLOWS.find((id) => id === params.flow);
	if (flow === undefined) error(404);
	return { flow };
};
