/**
 * Notices that the browser threw data away. What is known of each drawer, a few counts and no content, stands in three
 * places that browsers clear apart: the device database, the private file system and the cache; a mark of the same name
 * lies in each drawer. What one place remembers and another lacks was lost. This file only compares.
 * @source reference/ux.md M4, M7; reference/security.md T15
 */

/** What is remembered of one drawer, in the clear: opaque marks, counts and times. */
export interface DrawerTally {
	/** Also lies in the drawer's database; a new database of the same name has another. */
	readonly mark: string;
	readonly records: number;
	/** Parts that were not with the office at `at`. */
	readonly unsent: number;
	/** Ms since 1970, by this device's clock, when the office was last reached; null: never. */
	readonly sentAt: number | null;
	readonly at: number;
}

/** What is remembered of this device. */
export interface Tally {
	readonly v: 1;
	/** Goes up with every write: the newest of several copies counts. */
	readonly count: number;
	readonly drawers: Readonly<Record<string, DrawerTally>>;
	/** Whether a copy was written to files and to the cache, where the browser has them. */
	readonly isFiled: boolean;
	readonly isCached: boolean;
}

/** What was found on this device now. */
export interface Seen {
	readonly device: Tally | undefined;
	readonly file: Tally | undefined;
	readonly cache: Tally | undefined;
	/** Profiles that have a slot of any kind. */
	readonly slots: readonly string[];
	/** Mark in each drawer's database: `none` without a database or mark; `unknown` when it could not be read now. */
	readonly marks: Readonly<Record<string, string>>;
	/** Whether a cookie remembers that there was a drawer: the one thing that outlives a whole origin. */
	readonly hasWitness: boolean;
}

/**
 * `all`: everything of this origin. `drawer`: records and device keys of a person; their slot is still there.
 * `drawer-and-slot`: both. `slot`: what opens the drawer; the records lie here, and nothing opens them. `device`:
 * settings, marks of people, quick checks that waited. `offline`: the copy of the app for use without signal.
 */
export type LossKind = 'all' | 'drawer' | 'drawer-and-slot' | 'slot' | 'device' | 'offline';

/** One thing that was lost. */
export interface Loss {
	readonly kind: LossKind;
	/** Whose drawer. */
	readonly profile?: string;
	/** What was last known of it. */
	readonly last?: DrawerTally;
}

/** What opens a browser's mark when it is not there. */
export const NO_MARK = 'none';
export const MARK_UNKNOWN = 'unknown';

/** The newest copy. */
export function newestTally(copies: readonly (Tally | undefined)[]): Tally | undefined {
	return copies
		.filter((copy) => copy !== undefined)
		.reduce<Tally | undefined>((best, copy) => (best && best.count >= copy.count ? best : copy), undefined);
}

function drawerLoss({ slots, marks }: Seen, profile: string, last: DrawerTally): readonly Loss[] {
	const mark = marks[profile] ?? NO_MARK;
	const isGone = mark !== MARK_UNKNOWN && mark !== last.mark;
	const hasSlot = slots.includes(profile);
	if (!isGone && hasSlot) return [];
	const kind = isGone ? (hasSlot ? 'drawer' : 'drawer-and-slot') : 'slot';
	return [{ kind, profile, last }];
}

/** What is remembered somewhere and is not here any more. What a person removed was forgotten first, and is no loss. */
export function lossesOf(seen: Seen): readonly Loss[] {
	const { device, file, cache, slots, hasWitness } = seen;
	const known = newestTally([device, file, cache]);
	if (known === undefined) return hasWitness && slots.length === 0 ? [{ kind: 'all' }] : [];
	const losses = Object.entries(known.drawers).flatMap(([profile, last]) => drawerLoss(seen, profile, last));
	return [
		...losses,
		...(device === undefined ? [{ kind: 'device' } as const] : []),
		...(known.isCached && cache === undefined ? [{ kind: 'offline' } as const] : [])
	];
}
