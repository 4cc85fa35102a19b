import type { Drafts } from './drafts.ts';
import type { OfficeDrawer } from './office-drawer.ts';

/** A drawer while it is open; what each part of the vault works on. */
export interface OpenDrawer {
	readonly drafts: Drafts;
	/** With its database and its keys. */
	readonly office: OfficeDrawer;
}

/** Gives the drawer that is open now; undefined while there is none. */
export type CurrentDrawer = () => OpenDrawer | undefined;
