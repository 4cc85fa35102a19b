/** Changes to the ways to unlock, asked of the vault. A wrong passphrase makes the next try wait, as at the lock. */
import type { Outcome } from '../trust/outcome.ts';
import type { Rekeyed } from '../vault/rekey.ts';
import type { PassphraseChange } from '../vault/slot-change.ts';
import type { UnlockProblem } from '../vault/unlocking.ts';
import type { ChangeProblem, NewKeysProblem, Way } from '../vault/ways-to-unlock.ts';
import type { Drawer } from './drawer.svelte.ts';
import { tryInTurn, type TooSoon } from './lock-tries.ts';

export type { Way } from '../vault/ways-to-unlock.ts';

/** `fault`: something of ours broke. */
type Fault = { readonly ok: false; readonly reason: 'fault' };
type Checked = Outcome<null, UnlockProblem | 'not-open'> | Fault;
type Changed = Outcome<null, ChangeProblem> | Fault;
type Removed = Outcome<string | undefined, UnlockProblem | 'not-open'> | Fault;
/** `not-saved`: words on an open page are not on the disk yet. */
type MadeAnew = Outcome<Rekeyed, NewKeysProblem | 'not-saved'> | Fault;
const FAULT: Fault = { ok: false, reason: 'fault' };
const NOT_OPEN = { ok: false, reason: 'not-open' } as const;

/** The ways that the open drawer has. */
export async function waysOf(drawer: Drawer): Promise<readonly Way[]> {
	return (await drawer.opened?.vault.ways().catch(() => [])) ?? [];
}

/** Whether this is the passphrase of now: asked first, so that nobody writes down new words in vain. */
export async function checkCurrent(drawer: Drawer, passphrase: string): Promise<Checked | TooSoon> {
	const { opened } = drawer;
	if (!opened) return NOT_OPEN;
	return tryInTurn(opened.profile, async (): Promise<Checked> =>
		opened.vault.checkPassphrase(passphrase).catch(() => FAULT)
	);
}

/** Changes the passphrase of the open drawer. */
export async function changePassphrase(drawer: Drawer, change: PassphraseChange): Promise<Changed | TooSoon> {
	const { opened } = drawer;
	if (!opened) return NOT_OPEN;
	return tryInTurn(opened.profile, async (): Promise<Changed> =>
		opened.vault.changePassphrase(change).catch(() => FAULT)
	);
}

/** Removes the passkey. @returns the id of a passkey that opens nothing any more, if there was one */
export async function removePasskey(drawer: Drawer, passphrase: string): Promise<Removed | TooSoon> {
	const { opened } = drawer;
	if (!opened) return NOT_OPEN;
	return tryInTurn(opened.profile, async (): Promise<Removed> =>
		opened.vault.removePasskey(passphrase).catch(() => FAULT)
	);
}

/** Makes new keys for the open drawer. Everything that is open is saved before, and other tabs are locked. */
export async function makeNewKeys(drawer: Drawer, change: PassphraseChange): Promise<MadeAnew | TooSoon> {
	const { opened } = drawer;
	if (!opened) return NOT_OPEN;
	if (!(await drawer.unwritten.flush())) return { ok: false, reason: 'not-saved' };
	return tryInTurn(opened.profile, async (): Promise<MadeAnew> => {
		drawer.lockOtherTabs();
		return opened.vault.makeNewKeys(change).catch(() => FAULT);
	});
}
