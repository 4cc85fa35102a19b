/**
 * `npm run recover -- --kit FILE --record ID [--data FOLDER] [--passphrase-file FILE] [--json]`: opens a sealed record
 * from the server's data with the organisation's kit, checks every signature back to the kit's fingerprint, prints it.
 * With `--rescue FILE` in place of a record it opens a rescue file that a device saved, and needs no server's data.
 * With `--request FILE --out FILE` in place of a record it answers a request for help: `recover-request.ts`.
 * Ends with 0 when all is well, 1 when nothing could be opened, 2 when it was asked wrongly, 3 when it found faults.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isAppError } from '../src/lib/errors.ts';
import { openSqliteReader } from '../src/lib/server/sqlite-store.ts';
import { isId } from '../src/lib/trust/ids.ts';
import { askPassphrase } from './ask-passphrase.ts';
import { recoverRecord } from './recover-record.ts';
import { recoverRequest } from './recover-request.ts';
import { recordJson, recordText, RECOVER_WORDS } from './record-text.ts';
import { openRescueFile } from './open-rescue.ts';
import { rescueJson, rescueText, RESCUE_WORDS } from './rescue-text.ts';
import { storeFile } from './stored-log.ts';

const USAGE =
	'Usage: npm run recover -- --kit FILE (--record ID [--data FOLDER] | --rescue FILE) [--passphrase-file FILE] [--json]';

function stop(words: string, code: 1 | 2): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

function options() {
	try {
		return parseArgs({
			options: {
				kit: { type: 'string' },
				record: { type: 'string' },
				rescue: { type: 'string' },
				data: { type: 'string' },
				'passphrase-file': { type: 'string' },
				json: { type: 'boolean', default: false }
			}
		}).values;
	} catch (error) {
		return stop(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
	}
}

function fileBytes(path: string): Uint8Array {
	try {
		return readFileSync(path);
	} catch {
		return stop(`There is no file "${path}" to read.`, 2);
	}
}

async function openRescue(kit: Uint8Array, path: string): Promise<never> {
	const file = fileBytes(path);
	const passphrase = await askPassphrase(asked['passphrase-file'], 'Passphrase of the kit: ');
	const opened = await openRescueFile({ kit, passphrase, file });
	if (!opened.ok) stop(`${RESCUE_WORDS[opened.reason]} (${opened.reason})`, 1);
	process.stdout.write(asked.json ? rescueJson(opened.value) : rescueText(opened.value));
	for (const { at, reason } of opened.value.faults) process.stderr.write(`Fault at ${at}: ${reason}\n`);
	process.exit(opened.value.faults.length === 0 ? 0 : 3);
}

if (process.argv.includes('--request')) process.exit(await recoverRequest(process.argv.slice(2)));
const asked = options();
const { record } = asked;
if (asked.kit === undefined) stop(USAGE, 2);
if (asked.rescue !== undefined) await openRescue(fileBytes(asked.kit), asked.rescue);
if (record === undefined) stop(USAGE, 2);
if (!isId(record)) stop(`"${String(asked.record)}" is not a record id: 26 letters and digits.`, 2);
const file = storeFile(asked.data) ?? stop('There is no Doorstep data in that folder.', 2);
const kit = fileBytes(asked.kit);
try {
	const passphrase = await askPassphrase(asked['passphrase-file'], 'Passphrase of the kit: ');
	const store = openSqliteReader(file);
	const recovered = await recoverRecord(store, { kit, passphrase, record });
	await store.close();
	if (!recovered.ok) stop(`${RECOVER_WORDS[recovered.reason]} (${recovered.reason})`, 1);
	process.stdout.write(asked.json ? recordJson(recovered.value) : recordText(recovered.value));
	for (const { seq, reason } of recovered.value.faults)
		process.stderr.write(`Fault at entry ${seq}: ${reason}\n`);
	process.exitCode = recovered.value.faults.length === 0 ? 0 : 3;
} catch (error) {
	if (!isAppError(error)) throw error;
	stop(`The data cannot be read: ${error.code} ${JSON.stringify(error.detail)}`, 1);
}
