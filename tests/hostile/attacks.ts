import type { Attack } from './attack.ts';
import { KEYLOG_ATTACKS } from './attacks-keylog.ts';

/** Every attack on a device that delivers, by name. */
export const ATTACKS: readonly Attack[] = [...KEYLOG_ATTACKS];
