import { listGroups } from '#lib/app/load-guidance.ts';
import type { PageLoad } from './$types';

export const ssr = true;
export const prerender = true;

export const load: PageLoad = () => ({ groups: listGroups() });
