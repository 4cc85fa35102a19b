/** What the drawer says to the pages: its states and the outcomes of what is asked of it. */
import type { Bytes } from '../trust/bytes.ts';
import type { OpenResult } from '../vault/drafts.ts';
import type { PersonPlace } from '../vault/place.ts';
import type { ProfileColour } from '../vault/profile-mark.ts';
import type { MakeResult, UnlockResult } from '../vault/vault.ts';
import type { DraftHandle } from './draft-handle.svelte.ts';
import type { LockTimes } from './lock-limits.ts';
import type { TooSoon } from './lock-tries.ts';

/** `unknown`: not looked yet. */
export type DrawerState = 'unknown' | 'none' | 'locked' | 'open';
/**
 * `switch`: somebody else is to use the device. `cover`: covered for too long. `frozen`: the browser put the page to sleep.
 * `left`: the page was left or closed.
 */
export type LockReason =
	'button' | 'idle' | 'hidden' | 'other-tab' | 'fault' | 'switch' | 'cover' | 'frozen' | 'left';

/** How a drawer was locked, for whoever leaves its pages. */
export interface LockEnd {
	/** Otherwise this page's memory holds sealed words that must stay: leave by a way that keeps it. */
	readonly isEverythingKept: boolean;
	readonly reason: LockReason;
	/** Whose turn it is now: whose drawer it was, except after `switch`. */
	readonly profile: string | undefined;
	/** Where the person was, for `Vault.openPlace` after their next unlock. */
	readonly place?: Bytes | undefined;
}

/** What the drawer asks of the pages. */
export interface DrawerWiring {
	readonly lockTimes: () => LockTimes;
	/** The lock begins: at once, nothing in front may be readable any more. @returns where the person was */
	readonly onlocking: () => PersonPlace | undefined;
	/** The keys are gone: leave the page. */
	readonly onlocked: (end: LockEnd) => void;
	/** The browser brought this page back whole from its memory. */
	readonly onrestored: () => void;
}

/** `fault`: something of ours broke; nothing was changed. */
type Fault = { readonly ok: false; readonly reason: 'fault' };
export type UnlockOutcome = UnlockResult | Fault | TooSoon;
/** `exists`: another tab made a drawer meanwhile; look anew. */
export type MakeOutcome = MakeResult | Fault | { readonly ok: false; readonly reason: 'exists' };
export type OpenOutcome =
	{ readonly ok: true; readonly handle: DraftHandle } | Extract<OpenResult, { ok: false }>;

/** How a person's drawer is told from others before it is unlocked. */
export interface ChosenMark {
	/** One to four letters, never a name; empty where the person gave none. */
	readonly initials: string;
	readonly colour: ProfileColour;
}

/** A person's drawer, as the chooser shows it. */
export interface PersonTile extends ChosenMark {
	/** Opaque id. */
	readonly profile: string;
	/** The initials, or "Drawer 2" where there are none. */
	readonly words: string;
}
