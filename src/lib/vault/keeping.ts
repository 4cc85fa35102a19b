/** What the vault worker does for the safety of what it keeps, beside each call: the canary, the ballast, the ladder. */
import { BALLAST_BYTES, ballastState, keepBallast } from './ballast.ts';
import { lookBeforeOpening, rememberDrawer } from './canary-watch.ts';
import type { Vault } from './vault.ts';

/** After these calls a drawer holds other counts than before. */
const CHANGING = ['create', 'cut', 'finalise', 'checkPulled', 'confirmJoin', 'confirmOrganisation'] as const;

const REMEMBER_AFTER_MS = 250;
/** Making a drawer and opening it come first. */
const BALLAST_AFTER_MS = 5000;
const BALLAST_AGAIN_MS = 10 * 60_000;

/** The clock and the timers of the worker; tests give their own. */
export interface KeepingPorts {
	readonly now: () => number;
	readonly after: (ms: number, work: () => void) => void;
	/** Bytes that the browser says are left; not to be believed when large, only when small. */
	readonly room: () => Promise<number>;
}

/** None of this may ever get in the way of a person's words. */
const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);

/** Makes the ballast, or makes it again once there is room for much more than it. */
async function restoreBallast({ now, room }: KeepingPorts): Promise<void> {
	if ((await ballastState()) === 'gone' && (await room()) < 3 * BALLAST_BYTES) return;
	await keepBallast(now());
}

class Keeping {
	readonly #ports: KeepingPorts;
	#profile: string | undefined;
	#isDue = false;

	constructor(ports: KeepingPorts) {
		this.#ports = ports;
	}

	async opened(profile: string): Promise<void> {
		this.#profile = profile;
		await quietly(rememberDrawer(profile, this.#ports.now()));
		this.#ports.after(BALLAST_AFTER_MS, () => void this.#keepBallast());
	}

	changed(): void {
		const profile = this.#profile;
		if (this.#isDue || profile === undefined) return;
		this.#isDue = true;
		this.#ports.after(REMEMBER_AFTER_MS, () => {
			this.#isDue = false;
			void quietly(rememberDrawer(profile, this.#ports.now()));
		});
	}

	async #keepBallast(): Promise<void> {
		await quietly(restoreBallast(this.#ports));
		this.#ports.after(BALLAST_AGAIN_MS, () => void this.#keepBallast());
	}
}

/** The same vault, which also watches over what it keeps. */
export function withKeeping(vault: Vault, ports: KeepingPorts): Vault {
	const keeping = new Keeping(ports);
	const changing = CHANGING.map((name) => {
		const run = async (...given: unknown[]) => {
			// Each of these names is a function of the vault.
			const call = vault[name].bind(vault) as (...given: unknown[]) => Promise<unknown>;
			const result = await call(...given);
			keeping.changed();
			return result;
		};
		return [name, run];
	});
	return {
		...vault,
		// The same functions of the vault, by their own names.
		...(Object.fromEntries(changing) as Partial<Vault>),
		async make(...given) {
			const made = await vault.make(...given);
			if (made.ok) void keeping.opened(made.profile);
			return made;
		},
		async unlock(profile, secret) {
			await quietly(lookBeforeOpening(ports.now()));
			const result = await vault.unlock(profile, secret);
			if (result.ok) void keeping.opened(profile);
			return result;
		}
	};
}
