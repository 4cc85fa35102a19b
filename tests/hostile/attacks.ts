import type { Attack } from './attack.ts';
import { ENDED_ATTACKS } from './attacks-ended.ts';
import { ENTRY_ATTACKS } from './attacks-entries.ts';
import { FORM_ATTACKS } from './attacks-forms.ts';
import { KEYLOG_ATTACKS } from './attacks-keylog.ts';
import { LOG_ATTACKS } from './attacks-log.ts';
import { RECEIPT_ATTACKS } from './attacks-receipts.ts';
import { ROOT_ATTACKS } from './attacks-roots.ts';
import { STALE_ATTACKS } from './attacks-stale.ts';
import { SWAP_ATTACKS } from './attacks-swaps.ts';
import { WITHHELD_ATTACKS } from './attacks-withheld.ts';

/** Every attack on a device that delivers, by name. */
export const ATTACKS: readonly Attack[] = [
	...KEYLOG_ATTACKS,
	...ROOT_ATTACKS,
	...STALE_ATTACKS,
	...ENTRY_ATTACKS,
	...ENDED_ATTACKS,
	...SWAP_ATTACKS,
	...LOG_ATTACKS,
	...WITHHELD_ATTACKS,
	...RECEIPT_ATTACKS,
	...FORM_ATTACKS
];
