/** What an entry that came from the log is held against: the keylog, and what is here of its record. */
import type { Entry } from '../trust/entry.ts';
import type { Keylog } from '../trust/keylog-state.ts';
import { refuse, type Outcome } from '../trust/outcome.ts';
import { signerProblem } from '../trust/signer-problem.ts';
import { faultsOf, noteNumber, type LogProblem, type Seen } from '../trust/verify-entry.ts';
import { entryOf } from './keylog-shelf.ts';
import type { OfficeDrawer } from './office-drawer.ts';
import type { TakeProblem } from './statements.ts';

export type PulledProblem = LogProblem | TakeProblem;

async function keylogOf(office: OfficeDrawer): Promise<Outcome<Keylog, TakeProblem>> {
	const { said } = await office.held();
	if (said === 'damaged') return refuse('membership-damaged');
	return said?.state === 'joined' ? office.keylogOf(said) : refuse('not-joined');
}

/** What this device has seen of the entry's record before. */
async function seenOf({ db }: OfficeDrawer, keylog: Keylog, { header, id }: Entry): Promise<Seen> {
	const seen: Seen = {
		keylog,
		chains: new Map(),
		known: new Map(),
		owners: new Map(),
		recoverable: new Set(),
		numbers: new Map()
	};
	const rows = await db.entries
		.where('record')
		.equals(header.record ?? '')
		.toArray();
	for (const row of rows.filter((one) => one.id !== id && one.checked === 1)) {
		const earlier = await entryOf(row);
		if (earlier === undefined) continue;
		faultsOf(seen, earlier);
		noteNumber(seen, earlier, row.seq ?? 0);
	}
	return seen;
}

/** Why an entry that is no statement does not belong here. */
export async function problemOf(office: OfficeDrawer, entry: Entry): Promise<PulledProblem | undefined> {
	const keylog = await keylogOf(office);
	if (!keylog.ok) return keylog.reason;
	const problem = await signerProblem(keylog.value, entry);
	if (problem !== undefined) return problem;
	const seen = await seenOf(office, keylog.value, entry);
	return faultsOf(seen, entry).binding ?? noteNumber(seen, entry, 0);
}

/** Whether the log took an entry in after the statement that ended its device. */
export async function isRecovered(office: OfficeDrawer, { header }: Entry, seq: number): Promise<boolean> {
	const keylog = await keylogOf(office);
	const end = keylog.ok ? keylog.value.devices.get(header.device ?? '')?.revokedAt : undefined;
	if (!keylog.ok || typeof end !== 'number') return false;
	const statement = [...keylog.value.positions].find(([, at]) => at === end)?.[0];
	const row = await office.db.entries.get(statement ?? '');
	return row?.seq !== undefined && seq > row.seq;
}
