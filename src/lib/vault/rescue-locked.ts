/** A rescue file from a locked drawer: what was sealed for the office already. Runs in the page; needs no secret. */
import { fromUtf8 } from '../trust/bytes.ts';
import { toWire } from '../trust/entry.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { makeRescue } from '../trust/rescue.ts';
import { openOutbox, type EntryState } from './outbox.ts';
import type { EntryRow } from './outbox-rows.ts';
import { rescuedRows, RESCUE_KEYS, type RescueFile, type RescueKeys } from './rescue-rows.ts';

const STATES: readonly EntryState[] = ['queued', 'sent', 'acked', 'echoed', 'safe', 'parked'];

/**
 * Seals the unsent entries of a locked drawer once more, to its person and its organisation.
 * @param now ms since 1970
 */
export async function makeLockedRescue(
	profile: string,
	now: number
): Promise<Outcome<RescueFile, 'nothing-unsent'>> {
	const outbox = await openOutbox(profile);
	if (outbox === undefined) return refuse('nothing-unsent');
	const rows = (await Promise.all(STATES.map((state) => outbox.inState(state)))).flat();
	const keys = (await outbox.readSync(RESCUE_KEYS)) as RescueKeys | undefined;
	outbox.close();
	const { keylog, entries, unsent } = rescuedRows(rows);
	if (keys === undefined || unsent.length === 0) return refuse('nothing-unsent');
	const wire = ({ h, s, c }: EntryRow) => toWire({ h, s, c: c ?? null });
	const { tenant, fingerprint, recipients } = keys;
	const device = deviceOf(unsent[0]);
	const sealed = { keylog: keylog.map(wire), entries: entries.map(wire) };
	const head = { tenant, fingerprint, device, madeAt: now, isWhole: false };
	const file = await makeRescue({ ...head, ...sealed, texts: [], unreadable: [] }, recipients);
	const counts = { texts: 0, entries: entries.length, unreadable: 0 };
	return accept({ file, ...counts, isForOffice: tenant !== null });
}

/** The device that signed an own entry, for the head of the file; it is public in the entry's header. */
function deviceOf(row: EntryRow | undefined): string {
	const header = JSON.parse(fromUtf8(row?.h ?? new Uint8Array()) ?? '{}') as { readonly device?: string };
	return header.device ?? '';
}
