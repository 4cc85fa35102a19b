/** Opens a record of an open drawer for its pages. */
import type { Pack, PackProblem } from '../pack/types.ts';
import { lateEvents } from '../record/addendum.ts';
import type { PackUse } from '../record/move.ts';
import type { RecordHeader } from '../record/types.ts';
import { describerOf } from './describe-record.ts';
import type { Drawer } from './drawer.svelte.ts';
import { settingsWith } from './journey-view.ts';
import { loadPackOf } from './load-pack.ts';
import type { StoredSettings } from './local-settings.ts';
import { RecordDesk, useOf } from './record-desk.svelte.ts';

/**
 * `refused`: why the record does not open; see `damageWords`. `pack`: the questions it was made with are not here.
 * `cleared`: its text was removed from this device; what stayed is in the header.
 */
export type DeskOpening =
	| { readonly ok: true; readonly desk: RecordDesk }
	| { readonly ok: false; readonly kind: 'refused'; readonly reason: string }
	| {
			readonly ok: false;
			readonly kind: 'pack';
			readonly problems: readonly PackProblem[];
			/** The record is final: nothing of what was signed can be held against anything. */
			readonly isSigned: boolean;
	  }
	| { readonly ok: false; readonly kind: 'cleared'; readonly header: RecordHeader };

/**
 * Opens a record of an open drawer, with the pack it was made with.
 * @param at `pack`: the newest questions, used when they are the record's own
 */
export async function openDesk(
	drawer: Drawer,
	id: string,
	at: { readonly pack: Pack; readonly stored: StoredSettings }
): Promise<DeskOpening> {
	let describe = describerOf(at.pack, settingsWith(at.pack, at.stored));
	const opened = await drawer.openRecord(id, (record) => describe(record));
	if (!opened.ok) return { ok: false, kind: 'refused', reason: opened.reason };
	const { handle } = opened;
	if (handle.cleared !== undefined) {
		await handle.close();
		return { ok: false, kind: 'cleared', header: handle.cleared };
	}
	const stamp = handle.record?.pack;
	const isNewest = stamp?.version === at.pack.version && stamp.hash === at.pack.hash;
	const own = isNewest || stamp === undefined ? at.pack : await loadPackOf(stamp);
	if ('problems' in own) {
		const isSigned = handle.life !== 'draft';
		await handle.close();
		return { ok: false, kind: 'pack', problems: own.problems, isSigned };
	}
	const uses = { own: useWith(own, at.stored), newest: useWith(at.pack, at.stored) };
	const mark = await rowMark(drawer.profile);
	const desk = new RecordDesk({ handle, ...uses, mark, vault: () => drawer.vault });
	await desk.lookBack();
	describe = (record) => {
		const { pack, settings } = useOf(record, uses.own, uses.newest);
		return describerOf(pack, settings, lateEvents(desk.after))(record);
	};
	return { ok: true, desk };
}

function useWith(pack: Pack, stored: StoredSettings): PackUse {
	return { pack, settings: settingsWith(pack, stored) };
}

const MARK_LETTERS = 6;

/** Letters that no other device of the person uses. The dash keeps them apart from the row's number. */
async function rowMark(profile: string | undefined): Promise<string> {
	// Not before a drawer is open: reading a slot brings its key derivation along.
	const { readSlot } = await import('../vault/slot-store.ts');
	const slot = profile === undefined ? undefined : await readSlot(profile);
	return typeof slot === 'object' ? `-${slot.device.slice(0, MARK_LETTERS)}` : '';
}
