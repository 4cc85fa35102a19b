/** Adding a passkey, tap by tap. What it answered stays here only between two taps, and is wiped with the page. */
import type { Bytes } from '../trust/bytes.ts';
import { refuse, type Outcome } from '../trust/outcome.ts';
import type { MadePasskey } from '../vault/passkey-slot.ts';
import type { AddPasskeyProblem, Passkeys } from '../vault/passkeys.ts';
import { askPasskey, forgetPasskey, makePasskey, passkeyWish, wipe, type PasskeyFault } from './passkey.ts';

export { pinProblem } from '../vault/pin-rule.ts';

/** What the person typed. */
export interface Typed {
	readonly passphrase: string;
	readonly pin: string;
}

/** `tap-again`: the first answer is there, and the browser wants a tap of its own for the second. */
export type EnrolProblem = PasskeyFault | AddPasskeyProblem | 'tap-again' | 'fault';

/** The device's side, as `passkey.ts` has it; tests give their own. */
export interface PasskeyPorts {
	readonly make: typeof makePasskey;
	readonly ask: typeof askPasskey;
	readonly forget: typeof forgetPasskey;
}

const DEVICE: PasskeyPorts = { make: makePasskey, ask: askPasskey, forget: forgetPasskey };
/** What a device shows beside a passkey of somebody without initials. */
const NO_INITIALS = 'Doorstep';

export class PasskeyEnrolment {
	readonly #vault: Pick<Passkeys, 'addPasskey'>;
	readonly #typed: Typed;
	readonly #ports: PasskeyPorts;
	#made: MadePasskey | undefined;
	#first: Bytes | undefined;

	constructor(vault: Pick<Passkeys, 'addPasskey'>, typed: Typed, ports = DEVICE) {
		this.#vault = vault;
		this.#typed = typed;
		this.#ports = ports;
	}

	/** One tap: makes the passkey. @param initials of the person; empty where there are none */
	async make(initials: string): Promise<Outcome<null, EnrolProblem>> {
		const made = await this.#ports.make(initials || NO_INITIALS);
		if (!made.ok) return made;
		this.#made = made.value;
		return { ok: true, value: null };
	}

	/** Another tap: asks the passkey two times, and lets the vault keep it if it may. */
	async use(): Promise<Outcome<null, EnrolProblem>> {
		if (this.#made === undefined) return refuse('failed');
		if (this.#first === undefined) {
			const first = await this.#ports.ask(this.#made);
			if (!first.ok) return this.#given(first);
			this.#first = first.value;
		}
		const second = await this.#ports.ask(this.#made);
		if (!second.ok) return second.reason === 'cancelled' ? refuse('tap-again') : this.#given(second);
		return this.#keep(this.#made, this.#first, second.value);
	}

	/** Forgets what was answered. */
	wipe(): void {
		wipe(this.#first);
		this.#first = undefined;
	}

	async #keep(made: MadePasskey, first: Bytes, second: Bytes): Promise<Outcome<null, EnrolProblem>> {
		try {
			return await this.#given(
				await this.#vault.addPasskey(passkeyWish({ ...this.#typed, made, first, second }))
			);
		} catch {
			return await this.#given(refuse('fault'));
		} finally {
			// Moved into the worker, unless something broke before that.
			wipe(second);
			this.wipe();
		}
	}

	/** A passkey that cannot be relied on, or gives no key, is of no use to the device either. */
	async #given<Problem extends EnrolProblem>(
		outcome: Outcome<null, Problem>
	): Promise<Outcome<null, Problem>> {
		const isUseless = !outcome.ok && ['no-prf', 'answers-differ', 'bad-answer'].includes(outcome.reason);
		if (isUseless && this.#made) await this.#ports.forget(this.#made.credential);
		return outcome;
	}
}
