/** Asks at the terminal: for a passphrase, without showing it, or for a line. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

async function fromTerminal(question: string): Promise<string> {
	process.stderr.write(question);
	// readline echoes into its output: give it one that swallows everything.
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
	const answer = await terminal.question('');
	terminal.close();
	process.stderr.write('\n');
	return answer;
}

/**
 * The passphrase: first line of a file, or asked for at the terminal, or first line of what is piped in.
 * Never an argument: those stand in the process list and in the shell's history.
 */
export async function askPassphrase(file: string | undefined, question: string): Promise<string> {
	if (file !== undefined) return firstLine(readFileSync(file, 'utf8'));
	if (process.stdin.isTTY) return fromTerminal(question);
	return firstLine(readFileSync(process.stdin.fd, 'utf8'));
}

/** One line of what a person types, shown as typed; or the first line of what is piped in. */
export async function askLine(question: string): Promise<string> {
	process.stderr.write(question);
	if (!process.stdin.isTTY) return firstLine(readFileSync(process.stdin.fd, 'utf8'));
	const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
	const answer = await terminal.question('');
	terminal.close();
	return answer;
}
