import { CHECK_CHAINS } from './check-chains.ts';
import { DRAWER_CHAINS } from './drawer-states.ts';
import { EARLIER_CHAIN } from './earlier-pack.ts';
import { EXPORT_CHAIN } from './export-states.ts';
import { FAMILY_CHAIN } from './family-pages.ts';
import { LIST_CHAIN } from './list-states.ts';
import type { PageChain } from './pages.ts';
import { RECORD_CHAIN } from './record-pages.ts';
import { RESCUE_CHAINS } from './rescue-states.ts';
import { SHARE_CHAIN } from './share-states.ts';
import { WAYS_CHAIN } from './ways-states.ts';

/** Every chain of states that needs no office. A new one has its line here. */
export const ALL_CHAINS: readonly PageChain[] = [
	...CHECK_CHAINS,
	...DRAWER_CHAINS,
	...RESCUE_CHAINS,
	RECORD_CHAIN,
	FAMILY_CHAIN,
	LIST_CHAIN,
	EARLIER_CHAIN,
	WAYS_CHAIN,
	SHARE_CHAIN,
	EXPORT_CHAIN
];
