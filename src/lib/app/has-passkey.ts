import { slotKindsOf } from '../vault/slot-names.ts';

/** Whether a profile has a passkey slot. Loads nothing; whether it may be used now says `quick-unlock.ts`. */
export async function hasPasskey(profile: string): Promise<boolean> {
	return (await slotKindsOf(profile)).includes('passkey');
}
