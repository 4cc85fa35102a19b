import { describe, expect, it } from 'vitest';
import { READERS, readFrozen } from '../../proofs/frozen.ts';
import { frozenFiles } from '../../proofs/vector-files.ts';

const files = frozenFiles();

describe('what version 1 wrote', () => {
	it.each(files)('is read: %s', async (name, text) => {
		const found = await readFrozen(name, text);
		expect(found).toEqual(Object.fromEntries(Object.keys(found).map((what) => [what, true])));
	});

	it('has a file for every reader', () => {
		expect(Object.keys(READERS).sort()).toEqual(files.map(([name]) => name));
	});
});

/** Where texts stand that carry bytes, ids or words; not what only names a vector for people. */
function* texts(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
	if (typeof value === 'string' && path.at(-1) !== 'name' && value.length > 4) yield path;
	if (typeof value !== 'object' || value === null) return;
	for (const [key, item] of Object.entries(value)) yield* texts(item, [...path, key]);
}

/** The same with another letter in the middle of the text at that path. */
function bent(value: unknown, path: readonly string[]): unknown {
	const [step, ...rest] = path;
	if (typeof value === 'string') {
		const at = value.length >> 1;
		return `${value.slice(0, at)}${value[at] === 'x' ? 'q' : 'x'}${value.slice(at + 1)}`;
	}
	if (step === undefined || typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) {
		const items: readonly unknown[] = value;
		return items.map((item, at) => (String(at) === step ? bent(item, rest) : item));
	}
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, key === step ? bent(item, rest) : item])
	);
}

async function holds(name: string, vector: unknown): Promise<boolean> {
	try {
		return Object.values(await readFrozen(name, JSON.stringify(vector))).every(Boolean);
	} catch {
		// A bent identity or date of our own file is refused loudly: as good as false.
		return false;
	}
}

/** Texts of a file that its reader has no means to check. */
const OPEN: Readonly<Record<string, readonly string[]>> = {
	// The signer's public key is in the keylog, which this file does not have.
	'grant-v1.json': ['entry/s'],
	// Where the row is found: not a part of what it says.
	'device-keys-v1.json': ['row/device']
};

describe('the readers', () => {
	// Slow to open once: their turn is above.
	const slow = ['kit-v1.json', 'slot-passphrase-v1.json', 'log-v1.json', 'ways-v1.json'];

	it.each(files.filter(([name]) => !slow.includes(name)))(
		'notice a change of any text: %s',
		async (name, text) => {
			const vector = JSON.parse(text) as unknown;
			const unnoticed: string[] = [];
			for (const path of texts(vector)) {
				if (await holds(name, bent(vector, path))) unnoticed.push(path.join('/'));
			}
			expect(unnoticed).toEqual(OPEN[name] ?? []);
		}
	);

	it('say so when nobody reads a file', async () => {
		expect(await readFrozen('other-v1.json', '{}')).toEqual({ 'has a reader': false });
	});
});
