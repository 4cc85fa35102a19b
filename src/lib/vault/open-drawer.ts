import type { Drafts } from './drafts.ts';
import type { KeptRoot } from './kept-root.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { OpenShare } from './tab-locks.ts';

/** A drawer while it is open; what each part of the vault works on. */
export interface OpenDrawer {
	readonly drafts: Drafts;
	/** With its database and its keys. */
	readonly office: OfficeDrawer;
}

/** The same, with what only its root key and its slots need. */
export interface UnlockedDrawer extends OpenDrawer {
	/** Given back with the worker's end; meanwhile no other tab changes the root key. */
	readonly share: OpenShare;
	readonly root: KeptRoot;
}

/** Gives the drawer that is open now; undefined while there is none. */
export type CurrentDrawer = () => OpenDrawer | undefined;
