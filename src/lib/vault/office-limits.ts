/** What an organisation's signed policy allows on this device. Read from the pinned keylog only: no server can loosen it. */
import type { OfficeDrawer } from './office-drawer.ts';

/** Names of the policy's settings that this app acts on; others are kept and ignored. */
const LOCK_MINUTES = 'lockMinutes';

/** An absent member is not limited. */
export interface OfficeLimits {
	/** The drawer may stay open without its person for so many minutes at most, 1 to 20. */
	readonly lockMinutes?: number;
}

/** The part of the vault about the organisation's policy. */
export interface Limits {
	/** Empty before joining, and where the keylog does not hold. */
	officeLimits(): Promise<OfficeLimits>;
}

const LEAST = 1;
const MOST = 20;

/** Reads a policy; a value that makes no sense limits nothing. */
export function limitsOf(policy: Readonly<Record<string, unknown>>): OfficeLimits {
	const said = policy[LOCK_MINUTES];
	if (typeof said !== 'number' || !Number.isInteger(said) || said < LEAST || said > MOST) return {};
	return { lockMinutes: said };
}

/** The vault's part about the policy, for whichever drawer is open. */
export function makeLimitsPart(current: () => { readonly office: OfficeDrawer } | undefined): Limits {
	return {
		async officeLimits() {
			const office = current()?.office;
			const said = (await office?.held())?.said;
			if (!office || said === undefined || said === 'damaged' || said.state !== 'joined') return {};
			const keylog = await office.keylogOf(said);
			return keylog.ok ? limitsOf(keylog.value.policy) : {};
		}
	};
}
