/** What the restore command says. */
import type { AppError } from '../src/lib/errors.ts';
import type { Restored, RestoreRefusal } from '../src/lib/server/restore.ts';

export const USAGE = `Usage: npm run restore -- BACKUP [--to FOLDER | --to DATABASE_URL] [--move-aside] [--check] [--from FOLDER]

  BACKUP        a backup file, its name in the backup folder, or "newest"
  --to          a data folder, or a postgresql:// address; without it DATABASE_URL, else DOORSTEP_DATA_DIR, else "data"
  --move-aside  there is a store already: keep it under a new name (it is never deleted)
  --check       check the backup from its first entry on, and restore nothing
  --from        the backup folder; without it DOORSTEP_BACKUP_DIR

Stop Doorstep first. The backup is only read. Without BACKUP this command lists the backups.`;

/** Why a backup is not good: words for each `why` of 'backup-not-good'. */
const FAULTS: Readonly<Record<string, string>> = {
	damaged: 'the file is damaged, or no Doorstep backup',
	gap: 'an entry is missing from the log',
	chain: 'the log does not follow from its beginning',
	head: 'the log ends before the entry that its counter names',
	header: 'an entry is not the one that its id names',
	body: 'the content of an entry is not what was signed',
	'body-missing': 'the content of an entry is missing',
	signature: 'a signature does not fit its entry',
	keylog: 'the list of people and devices does not follow from its beginning',
	device: 'a device is not as the list of people and devices has it',
	organisation: 'an organisation is missing'
};

const REFUSALS: Readonly<Record<RestoreRefusal, string>> = {
	'in-use':
		'Nothing was changed: a server, or another program, has that store open. Stop Doorstep, then run this again.',
	'not-empty':
		'Nothing was changed: there is a store already. To restore over it, run this again with --move-aside: the store that is there is kept under a new name.'
};

export const refusalWords = (reason: RestoreRefusal) => REFUSALS[reason];

/** Words for a fault that stopped a restore. Nothing was changed then. */
export function faultWords({ code, detail }: AppError): string {
	const at = 'seq' in detail ? ` (entry ${String(detail.seq)})` : '';
	const words: Readonly<Record<string, string>> = {
		'backup-not-good': `This backup cannot be used: ${FAULTS[String(detail.why)] ?? String(detail.why)}${at}. Try the one before it.`,
		'backup-newer': 'A newer Doorstep made this backup. Update Doorstep on this machine, then restore.',
		'storage-unavailable': `The disk does not let us (${String(detail.cause)}). Make room or allow writing there, then run this again.`
	};
	return words[code] ?? `It could not be restored (${code}).`;
}

const many = (count: number, one: string, more: string) =>
	`${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;

/** What was found in a checked backup. */
export function heldWords(held: Extract<Restored, { ok: true }>['held']): string {
	const entries = held.reduce((sum, { head }) => sum + head.seq, 0);
	return `${many(held.length, 'organisation', 'organisations')}, ${many(entries, 'entry', 'entries')}`;
}

/** What has happened, and what will happen next. @param to what was restored into, without any password */
export function doneWords({ held, aside }: Extract<Restored, { ok: true }>, to: string): string {
	const kept =
		aside === undefined ? '' : `\nThe store that was there is now ${aside}. Nothing of it was deleted.`;
	return `Restored into ${to}: ${heldWords(held)}, every one of them checked.${kept}

What happens next:
- Start Doorstep. It makes a new backup at once; until then no device calls anything "Safe".
- People open Doorstep as always and unlock once: sessions have ended. Nobody types anything again.
- A device that had seen more than this backup holds says "server history changed". It sends by itself what the server
  lacks: its own work, what it had received, and changes to people and devices.
- Until then a device or person that was removed after this backup is not known to be removed. Open Doorstep on an
  administrator's device first.
- Work that only a lost device had sent after this backup, and that no other device received, is gone.
`;
}
