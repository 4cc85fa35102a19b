/**
 * Where a person was when their drawer locked, sealed: page, field, caret, and the last steps of what they typed there.
 * The page keeps the sealed bytes; opened is only what this drawer's own keys sealed.
 */
import { fromUtf8, utf8, type Bytes } from '../trust/bytes.ts';
import type { DrawerKeys } from './keys.ts';
import { unwrapSecret, wrapSecret } from './keys.ts';

/** One step of typing: so many characters at `at` gave way to `text`. */
export interface TypedStep {
	readonly at: number;
	readonly gone: number;
	readonly text: string;
}

/** What a field said at first, and the steps from there to what it says now. */
export interface TypedTrail {
	readonly first: string;
	readonly steps: readonly TypedStep[];
}

/** The field that had the focus. */
export interface FieldPlace {
	/** Its element's id. */
	readonly id: string;
	/** Caret or selection; null where the field has none. */
	readonly from: number | null;
	readonly to: number | null;
	/** Where it stood in the window, from the top, in CSS pixels: what is above it may be higher next time. */
	readonly top: number;
	/** How far it is scrolled inside, in CSS pixels. */
	readonly scrolled: number;
	readonly trail?: TypedTrail;
}

/** Where a person was. */
export interface PersonPlace {
	readonly path: string;
	/** How far the page is scrolled, in CSS pixels. */
	readonly scrolled: number;
	readonly field?: FieldPlace;
}

/** The part of the vault about it. */
export interface Places {
	/** Touches no disk, so that a disk that hangs cannot keep it; undefined while the drawer is closed. */
	sealPlace(place: PersonPlace): Promise<Bytes | undefined>;
	/** Undefined for anything that this drawer did not seal. */
	openPlace(sealed: Bytes): Promise<PersonPlace | undefined>;
}

/** No record and no profile has such an id, so it can stand in for no other secret. */
const at = (keys: DrawerKeys) => ({ id: `place:${keys.profile}`, keyNumber: 0 });

/** The vault's part about places, for whichever drawer is open. */
export function makePlacesPart(
	current: () => { readonly office: { readonly keys: DrawerKeys } } | undefined
): Places {
	return {
		async sealPlace(place) {
			const keys = current()?.office.keys;
			return keys && wrapSecret(keys, utf8(JSON.stringify({ v: 1, place })), at(keys));
		},
		async openPlace(sealed) {
			const keys = current()?.office.keys;
			const opened = keys && (await unwrapSecret(keys, sealed, at(keys)));
			if (!opened?.ok) return undefined;
			// Sealed by `sealPlace` and authenticated, so it has this shape.
			const said = JSON.parse(fromUtf8(opened.secret) ?? '{}') as { v?: number; place?: PersonPlace };
			return said.v === 1 ? said.place : undefined;
		}
	};
}
