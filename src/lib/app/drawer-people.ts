/** Who has a drawer on this device, and whose turn it is. Needs no key and loads nothing. */
import { PROFILE_COLOURS, type ProfileMark } from '../vault/profile-mark.ts';
import { hasCookieToDrop, readRemovals } from '../vault/removals.ts';
import { readLastProfile, readProfiles, writeLastProfile } from '../vault/profiles.ts';
import { listProfiles } from '../vault/slot-names.ts';
import type { PersonTile } from './drawer-types.ts';
import { isLeaving } from './leaving.ts';
import { forgetReturn } from './lock-return.ts';

/** The people of this device, and the one who uses it now; undefined while nobody has said so. */
export interface People {
	readonly all: readonly PersonTile[];
	readonly chosen: string | undefined;
}

export const NOBODY: People = { all: [], chosen: undefined };

const colourAt = (at: number) => PROFILE_COLOURS[at % PROFILE_COLOURS.length] ?? 'teal';

/** Tiles in the order in which the drawers were made; those from before there were marks first. */
export function tilesOf(profiles: readonly string[], marks: readonly ProfileMark[]): readonly PersonTile[] {
	const markOf = (profile: string) => marks.find((mark) => mark.profile === profile);
	const madeAt = (profile: string) => markOf(profile)?.madeAt ?? 0;
	const inOrder = [...profiles].sort((one, other) => madeAt(one) - madeAt(other) || (one < other ? -1 : 1));
	return inOrder.map((profile, at) => {
		const { initials = '', colour } = markOf(profile) ?? {};
		const words = initials === '' ? `Drawer ${at + 1}` : initials;
		return { profile, initials, words, colour: colour ?? colourAt(at) };
	});
}

/**
 * Reads who has a drawer. Whoever is chosen stays so; else the last person is taken to be the one who uses it now, or an
 * only one, unless they handed the device over.
 */
export async function lookForPeople(chosen: string | undefined): Promise<People> {
	const [profiles, marks, last, removals] = await Promise.all([
		listProfiles(),
		readProfiles(),
		readLastProfile(),
		readRemovals()
	]);
	const staying = profiles.filter((profile) => !removals.includes(profile));
	const all = tilesOf(staying, marks);
	const only = last !== 'nobody' && all.length === 1 ? all[0]?.profile : undefined;
	const isKnown = (profile: string | undefined) => all.some((tile) => tile.profile === profile);
	return { all, chosen: [chosen, last].find(isKnown) ?? only };
}

/** Notes whose turn it is, for the next start; nobody's after handing over. Where the one before was goes. */
export async function noteTurn(profile: string | undefined, isAnother: boolean): Promise<void> {
	await Promise.all([writeLastProfile(profile ?? 'nobody'), isAnother ? forgetReturn() : undefined]);
}

/** Whether it is still this person's turn; a page that the browser had kept may be out of date. */
export async function isTurnOf(profile: string | undefined): Promise<boolean> {
	const last = await readLastProfile();
	return last === (profile ?? 'nobody') || last === undefined;
}

/** Goes on with a hand-over or a removal that was cut off, if there is one. Never rejects: the next start tries again. */
export async function goOnWithWork(): Promise<void> {
	try {
		if (await isLeaving()) {
			const { goOnLeaving } = await import('./forget-history.ts');
			return await goOnLeaving();
		}
		if ((await readRemovals()).length === 0 && !(await hasCookieToDrop())) return;
		const { finishRemovals } = await import('./remove-drawer.ts');
		await finishRemovals();
	} catch {
		// This device's database cannot be opened now, or the worker broke; its mark stays.
	}
}
