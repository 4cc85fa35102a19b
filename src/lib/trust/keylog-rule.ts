import { isAdministrator, type Keylog, type KeylogDevice } from './keylog-state.ts';
import type { Outcome } from './outcome.ts';
import type { Statement } from './statements.ts';

/** Why a well-formed, well-signed statement is not taken: keys-and-states.md section 4. */
export type RuleProblem =
	| 'wrong-signer'
	| 'already-known'
	| 'unknown-person'
	| 'unknown-device'
	| 'unknown-space'
	| 'unknown-invite'
	| 'invite-used'
	| 'invite-revoked'
	| 'invite-expired'
	| 'invite-too-long'
	| 'other-person'
	| 'person-has-device'
	| 'wrong-epoch'
	| 'last-administrator';

/** Who signed, once the signature was checked: the root key, a device that stands, or a device that is joining. */
export type Signer =
	| { readonly by: 'root' }
	| { readonly by: 'device'; readonly device: KeylogDevice }
	| { readonly by: 'newcomer' };

/** A statement with what the rules need to judge it. */
export interface Judged<S extends Statement = Statement> {
	readonly keylog: Keylog;
	readonly statement: S;
	readonly signer: Signer;
	/** Server time of receipt, ms; null where it is not known: then expiry is not judged. */
	readonly receivedAt: number | null;
}

/** The keylog after the statement, or why not. */
export type Ruling = Outcome<Keylog, RuleProblem>;
/** One statement type's rule. */
export type Rule<S extends Statement> = (judged: Judged<S>) => Ruling;

/** A copy of a map with one more item. */
export function withItem<Value>(
	map: ReadonlyMap<string, Value>,
	key: string,
	value: Value
): ReadonlyMap<string, Value> {
	return new Map(map).set(key, value);
}

/** Whether the signer is a device of an administrator. */
export function isAdministratorSigner({ keylog, signer }: Judged): boolean {
	return signer.by === 'device' && isAdministrator(keylog, signer.device.person);
}

/** The root key founds the organisation: until the first device stands it speaks as an administrator. */
export function isFounding({ keylog, signer }: Judged): boolean {
	return signer.by === 'root' && keylog.devices.size === 0;
}

/** What only an administrator may say. */
export function mayAdminister(judged: Judged): boolean {
	return isAdministratorSigner(judged) || isFounding(judged);
}
