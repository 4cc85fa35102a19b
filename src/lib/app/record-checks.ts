/** What an open record says about itself at this moment: warnings, notes, and how far an emergency record is. */
import { emergencyLeft, isEmergencyOpen } from '../record/emergency.ts';
import { warningsOf } from '../record/warnings.ts';
import type { Warning } from '../record/warning-types.ts';
import type { Noting } from './field-notes.ts';
import type { RecordDesk } from './record-desk.svelte.ts';

/** What looks wrong now. A record that is locked for ever is not nagged about. */
export function warningsAt(desk: RecordDesk): readonly Warning[] {
	if (desk.handle.life !== 'draft') return [];
	const { pack, record, result } = desk;
	return warningsOf({ pack, record, result, now: new Date().toISOString() });
}

/** For the notes beside the fields of a page. */
export function notingAt(desk: RecordDesk): Noting {
	return {
		warnings: warningsAt(desk),
		left: desk.notesLeft,
		onleave: (key) => (desk.notesLeft = [...desk.notesLeft, key])
	};
}

/** How far an emergency record is; undefined for any other, and for one that is whole. */
export function emergencyAt(
	desk: RecordDesk
): { readonly waits: number; readonly left: readonly string[] } | undefined {
	const { pack, record, result, parts, handle } = desk;
	if (!isEmergencyOpen(pack, { record, result }, handle.life)) return undefined;
	const waits = parts.reduce((sum, { missing }) => sum + missing.length, 0);
	const required = new Set(parts.flatMap(({ missing }) => missing));
	const left = emergencyLeft(pack, { record, result }).map(({ field }) => field.label);
	return { waits, left: [...new Set(left)].filter((label) => !required.has(label)) };
}
