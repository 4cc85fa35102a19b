import type { Attack } from './attack.ts';
import { ENTRY_ATTACKS } from './attacks-entries.ts';
import { FORM_ATTACKS } from './attacks-forms.ts';
import { KEYLOG_ATTACKS } from './attacks-keylog.ts';
import { LOG_ATTACKS } from './attacks-log.ts';
import { RECEIPT_ATTACKS } from './attacks-receipts.ts';

/** Every attack on a device that delivers, by name. */
export const ATTACKS: readonly Attack[] = [
	...KEYLOG_ATTACKS,
	...ENTRY_ATTACKS,
	...LOG_ATTACKS,
	...RECEIPT_ATTACKS,
	...FORM_ATTACKS
];
