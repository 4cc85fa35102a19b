/** What every copy says about itself. */
import { momentWords } from '../summary.ts';
import type { ExportInput, ExportRow } from './types.ts';

const LIFE = {
	draft: 'Draft, not signed',
	final: 'Signed and locked',
	'handed-over': 'Signed, locked and handed over'
} as const;
const NOT_SIGNED = 'Not signed yet';
const NOT_KNOWN = 'Not known on this device';

const row = (label: string, line: string): ExportRow => ({ label, lines: [line] });

/** Version, pack, lock, receipt, hash and time of making; those that a draft does not have say so. */
export function stampRows(input: ExportInput): readonly ExportRow[] {
	const { id, record, life, signed, receivedAt, madeAt } = input;
	const isDraft = life === 'draft';
	return [
		row('State', LIFE[life]),
		row('Record number', id),
		row('Version of the record', String(signed?.version ?? record.version)),
		row('Guidance version', record.pack.version),
		row('Check number of the guidance', record.pack.hash),
		row('Check number of the signed record', isDraft ? NOT_SIGNED : (signed?.entry ?? NOT_KNOWN)),
		row('Locked at, by the device', isDraft ? NOT_SIGNED : timeOr(signed?.lockedAt)),
		row('Received by the office at', isDraft ? NOT_SIGNED : timeOr(receivedAt)),
		row('Started', momentWords(record.createdAt)),
		row('Time zone', record.timeZone),
		row('This copy was made', momentWords(madeAt)),
		row('This copy is', 'not the live record')
	];
}

function timeOr(at: string | undefined): string {
	return at === undefined ? NOT_KNOWN : momentWords(at);
}

/** One line for the foot of every sheet: enough to find the live record and to tell two prints apart. */
export function footLine({ id, record, life, signed }: ExportInput): string {
	const hash = signed === undefined ? record.pack.hash : signed.entry;
	const what = life === 'draft' ? 'DRAFT' : `Version ${signed?.version ?? record.version}`;
	return `${what} – not the live record – ${id} – ${hash.slice(0, FOOT_LETTERS)}`;
}

/** Of the check number: the whole of it stands under "About this copy". */
const FOOT_LETTERS = 16;
