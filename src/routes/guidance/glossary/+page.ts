import { loadGlossary } from '#lib/app/load-glossary.ts';
import type { PageLoad } from './$types';

export const ssr = true;
export const prerender = true;

export const load: PageLoad = async () => ({ entries: await loadGlossary() });
