import { CREATING, MAKING, MIGRATING, SAVING } from './kill-scenarios.ts';
import { CHANGING, REKEYING, WIPING } from './kill-slot-scenarios.ts';

/** All kinds of work that is cut off, by the name that `npm run kills` knows. */
export const SCENARIOS = {
	save: SAVING,
	create: CREATING,
	make: MAKING,
	migrate: MIGRATING,
	change: CHANGING,
	rekey: REKEYING,
	wipe: WIPING
} as const;
