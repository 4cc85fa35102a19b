/**
 * `npm run verify-record -- FILE`: checks an exported record with no server and no browser: signature, chain, every
 * value and the replay on the pack of this checkout. Ends with 0 when every check holds, 1 when one does not or could not
 * be made (a draft is signed by nobody), 2 when it was asked wrongly.
 */
import { readFileSync, statSync } from 'node:fs';
import { MOST_BUNDLE_BYTES, readBundle } from '../src/lib/record/export/bundle.ts';
import { UNREADABLE_WORDS, verdictOf } from '../src/lib/record/export/check-words.ts';
import { checkBundle } from '../src/lib/trust/bundle.ts';
import { releasedPack } from './released-pack.ts';
import { reportText } from './verify-text.ts';

const USAGE = 'Usage: npm run verify-record -- FILE (a record exported as JSON)';

function stop(words: string, code: 1 | 2): never {
	process.stderr.write(`${words}\n`);
	process.exit(code);
}

function bytesOf(path: string): Uint8Array {
	try {
		// A file that is far too large is not read into the memory first.
		if (statSync(path).size > MOST_BUNDLE_BYTES) stop(`${UNREADABLE_WORDS['too-large']}.`, 1);
		return readFileSync(path);
	} catch {
		return stop(`There is no file "${path}" to read.`, 2);
	}
}

const [path, ...more] = process.argv.slice(2);
if (path === undefined || path.startsWith('--') || more.length > 0) stop(USAGE, 2);
const read = readBundle(bytesOf(path));
if (!read.ok) {
	const place = read.at === undefined ? '' : `: ${read.at}`;
	stop(`${UNREADABLE_WORDS[read.reason]}${place}. (${read.reason})`, 1);
}
const pack = await releasedPack(read.bundle.stamp.pack);
const report = await checkBundle(read.bundle, releasedPack);
process.stdout.write(reportText(report, pack));
process.exitCode = verdictOf(report) === 'holds' ? 0 : 1;
