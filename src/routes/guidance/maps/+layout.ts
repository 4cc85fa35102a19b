import { loadPack } from '#lib/app/load-pack.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async () => ({ shelf: await loadPack() });
