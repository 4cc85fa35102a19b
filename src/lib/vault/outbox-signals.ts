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

/** Does something while nobody posts with the cookie or has it set anew; whose it is by then is told. */
export function withoutCookieUse<T>(act: (whose: DeliveryAddress | undefined) => Promise<T>): Promise<T> {
	return navigator.locks.request(COOKIE_LOCK, async () => act(await readAddress()));
}

/** Shared by whoever posts with the cookie, alone for whoever has it set anew. */
const COOKIE_LOCK = 'delivery-cookie';

const isSame = (one: DeliveryAddress | undefined, other: DeliveryAddress) =>
	one?.profile === other.profile && one.device === other.device;

/**
 * Posts with the cookie if it is still this drawer's: another person may have signed in meanwhile.
 * @param otherwise done when the cookie is somebody else's or nobody knows whose; it must not post with it
 * @returns the office's answer; 401, without posting, where there is nothing to do otherwise
 */
export function withCookieOf(
	drawer: DeliveryAddress,
	post: () => Promise<Response>,
	otherwise: () => Promise<Response> = () => Promise.resolve(new Response(null, { status: 401 }))
): Promise<Response> {
	return navigator.locks.request(COOKIE_LOCK, { mode: 'shared' }, async () =>
		isSame(await readAddress(), drawer) ? post() : otherwise()
	);
}

/**
 * Has the office set the cookie for a drawer. There is one cookie for all people of this browser: while it is not known
 * whose it is, nothing goes with it, also after this page was killed in between.
 * @param ask asks the office; a refusal, or no answer, leaves the cookie as it was
 */
export function takeCookie<T extends { readonly ok: boolean }>(
	drawer: DeliveryAddress,
	ask: () => Promise<T>
): Promise<T> {
	return navigator.locks.request(COOKIE_LOCK, async () => {
		const before = await readAddress();
		if (isSame(before, drawer)) return ask();
		await writeSetting(SETTING, undefined);
		const answered = await ask();
		const { profile, device } = answered.ok ? drawer : (before ?? {});
		if (profile !== undefined) await writeSetting(SETTING, { profile, device });
		return answered;
	});
}
