import type { Hostile } from '../support/hostile-server.ts';
import type { Scene } from '../support/hostile-scene.ts';
import type { Allowed } from '../support/hostile-verdict.ts';
import type { OfficeDevice } from '../support/office-drawer.ts';

/** Classes of attack. @source reference/security.md section 14, F4 */
export type AttackClass =
	| 'ghost device'
	| 'ghost recipient'
	| 'recovery-key swap'
	| 'root swap'
	| 'downgrade'
	| 'replay'
	| 'rollback'
	| 'fork'
	| 'split view'
	| 'withhold'
	| 'truncate'
	| 'cross-record swap'
	| 'cross-tenant swap'
	| 'forged receipt'
	| 'stale keylog'
	| 'forged author'
	| 'number reuse'
	| 'injected entry'
	| 'bad answer';

/** One thing that a hostile server does to a device that delivers. */
export interface Attack {
	readonly class: AttackClass;
	readonly name: string;
	/** What the device must have noticed, by name. */
	readonly ends: string;
	readonly hostile: Hostile;
	readonly allowed?: Allowed;
	/** Why it is not noticed at once, and by whom it is found; only where `ends` is `quiet`. */
	readonly found?: string;
	/** Words of others that an honest server does not show again by itself, and why. */
	readonly lost?: string;
	/** Own entries that wait for their person, and why. */
	readonly parked?: string;
	/** Done to the device before; for example what it learned earlier. */
	readonly before?: (scene: Scene, device: OfficeDevice) => Promise<unknown>;
}

/** An attack before its class is said. */
export type Form = Omit<Attack, 'class'>;

export function of(name: AttackClass, forms: readonly Form[]): readonly Attack[] {
	return forms.map((form) => ({ ...form, class: name }));
}
