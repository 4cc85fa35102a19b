/**
 * `npm run recover -- --kit FILE --request FILE --out FILE [--passphrase-file FILE]`: answers the request of a person who
 * forgot the passphrase. Nothing is written before their check code was compared. Ends with 0 when the answer was
 * written, 1 when it was not, 2 when it was asked wrongly.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerRequest, type AnswerProblem } from '../src/lib/trust/help-answer.ts';
import { readRequest, type ReadRequest } from '../src/lib/trust/help-request.ts';
import { openKit, type KitProblem } from '../src/lib/trust/kit.ts';
import { askLine, askPassphrase } from './ask-passphrase.ts';
import { RECOVER_WORDS } from './record-text.ts';

const USAGE = 'Usage: npm run recover -- --kit FILE --request FILE --out FILE [--passphrase-file FILE]';
const YES = 'same';

const REQUEST_WORDS: Readonly<Record<Exclude<AnswerProblem, KitProblem>, string>> = {
	'other-epoch':
		'This kit is of this organisation, but the request is sealed to a newer or older recovery key.',
	'other-organisation': 'The request is of another organisation than this kit.',
	'mixed-recipients': 'The sealed part of the request is not one of ours.',
	'not-hybrid': 'The sealed part of the request is not one of ours.',
	disagrees: 'The sealed part belongs to another device or person than the request says. Do not answer it.',
	'wrong-commit': 'The sealed part holds another key than the request says. Do not answer it.'
};

const SEALED_WORDS: Readonly<Record<string, string>> = {
	'not-age': 'The sealed part of the request is no age file.',
	damaged: 'The sealed part of the request is damaged. Ask for the file again.'
};

/** What went wrong, for the person at the terminal, and how the command ends. */
interface Stopped {
	readonly words: string;
	readonly code: 1 | 2;
}

const stopped = (words: string, code: 1 | 2 = 1): Stopped => ({ words, code });

interface Asked {
	readonly kit: string;
	readonly request: string;
	readonly out: string;
	readonly passphraseFile: string | undefined;
}

function askedFor(args: readonly string[]): Asked | Stopped {
	try {
		const text = { type: 'string' } as const;
		const options = { kit: text, request: text, out: text, 'passphrase-file': text };
		const { values } = parseArgs({ args: [...args], options });
		const { kit, request, out } = values;
		if (kit === undefined || request === undefined || out === undefined) return stopped(USAGE, 2);
		return { kit, request, out, passphraseFile: values['passphrase-file'] };
	} catch (error) {
		return stopped(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
	}
}

function bytesOf(path: string): Uint8Array | undefined {
	try {
		return readFileSync(path);
	} catch {
		return undefined;
	}
}

/** The code, and what to do with it. */
function questionOf({ request, code }: ReadRequest): string {
	return [
		`Request of ${new Date(request.madeAt).toISOString()}, by that device's clock`,
		`Person ${request.person}`,
		`Device ${request.device}`,
		'',
		`Check code:  ${code}`,
		'',
		'Telephone the person yourself, on the number that your office holds for them, and be sure who it is.',
		'Let them read to you the check code on their screen. If one letter differs, the request was changed on',
		'the way: do not answer it.',
		'',
		`Type "${YES}" if the whole code is the same: `
	].join('\n');
}

function writeNew(path: string, bytes: Uint8Array): Stopped | undefined {
	try {
		writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
		return undefined;
	} catch (error) {
		const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
		return stopped(isThere ? `There is a file "${path}" already.` : `"${path}" could not be written.`, 2);
	}
}

async function answer(asked: Asked): Promise<Stopped | undefined> {
	const [file, kitFile] = [bytesOf(asked.request), bytesOf(asked.kit)];
	if (file === undefined) return stopped(`There is no file "${asked.request}" to read.`, 2);
	if (kitFile === undefined) return stopped(`There is no file "${asked.kit}" to read.`, 2);
	const read = await readRequest(file);
	if (!read.ok && read.reason === 'newer-format')
		return stopped('A newer Doorstep made this request. (newer-format)');
	if (!read.ok) return stopped('This file is no request for help, or it was changed. (not-a-request)');
	const passphrase = await askPassphrase(asked.passphraseFile, 'Passphrase of the kit: ');
	const kit = await openKit(kitFile, passphrase);
	if (!kit.ok) return stopped(`${RECOVER_WORDS[kit.reason]} (${kit.reason})`);
	const made = await answerRequest(read.value, kit.value);
	if (!made.ok) {
		const words: Readonly<Record<string, string>> = { ...SEALED_WORDS, ...REQUEST_WORDS };
		return stopped(`${words[made.reason] ?? ''} (${made.reason})`);
	}
	const said = await askLine(questionOf(read.value));
	if (said.trim().toLowerCase() !== YES) return stopped('Nothing was written: the code was not confirmed.');
	return writeNew(asked.out, made.value);
}

/** Runs the command. @returns its exit code */
export async function recoverRequest(args: readonly string[]): Promise<number> {
	const asked = askedFor(args);
	const end = 'words' in asked ? asked : await answer(asked);
	if (end !== undefined) {
		process.stderr.write(`${end.words}\n`);
		return end.code;
	}
	if ('out' in asked)
		process.stdout.write(
			`The answer is in ${asked.out}. Send it to the person: it opens nothing without the new passphrase they chose.\n`
		);
	return 0;
}
