/** Names by which page, other tabs, vault worker and service worker know that there is something to deliver. */
import { readSetting, writeSetting } from './device-db.ts';

/** Held by whoever exchanges with the office: a page, or the service worker. */
export const SYNC_LOCK = 'sync';
/** Tag of Background Sync, where the browser has it. */
export const SYNC_TAG = 'deliver';
/** Channel on which a `SyncSignal` goes round this browser. */
export const SYNC_CHANNEL = 'doorstep-sync';
/** Message by which a page that goes asks the service worker to carry on. */
export const CARRY_ON = 'CARRY_ON';

/** `queued`: something new waits. `changed`: a delivery ended, here or elsewhere. Nothing else is ever told. */
export type SyncSignal = 'queued' | 'changed';

/** The drawer whose delivery cookie this browser holds. */
export interface DeliveryAddress {
	readonly profile: string;
	readonly device: string;
}

const SETTING = 'delivery';

/** Opaque ids only, so it may lie in the clear: a locked device delivers too. */
export async function readAddress(): Promise<DeliveryAddress | undefined> {
	const stored = (await readSetting(SETTING)) as Partial<Record<string, unknown>> | undefined;
	const { profile, device } = stored ?? {};
	return typeof profile === 'string' && typeof device === 'string' ? { profile, device } : undefined;
}

/** Notes the drawer that has just been found to belong to the organisation. */
export async function writeAddress({ profile, device }: DeliveryAddress): Promise<void> {
	const stored = await readAddress();
	if (stored?.profile === profile && stored.device === device) return;
	await writeSetting(SETTING, { profile, device });
}
