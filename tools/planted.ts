/**
 * `npm run planted`: puts each bug of `tests/proofs/planted/bugs.ts` into the sources as the tests load them, and says
 * which tests notice. Fails when one goes unnoticed. The tree is not touched; takes some minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUGS, withBug } from '../tests/proofs/planted/bugs.ts';

const CONFIG = 'tests/proofs/planted/vitest.config.ts';

interface Result {
	readonly testResults: readonly {
		readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
	}[];
}

interface Run {
	readonly passed: readonly string[];
	readonly failed: readonly string[];
}

/** Runs tests with a bug, or with none to see that they pass by themselves. */
function run(name: string, tests: readonly string[], folder: string): Run {
	const report = join(folder, `${name}.json`);
	const args = ['run', '--config', CONFIG, '--reporter=json', `--outputFile=${report}`, ...tests];
	spawnSync('vitest', args, { env: { ...process.env, PLANTED: name }, stdio: 'ignore' });
	const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Result;
	const all = testResults.flatMap(({ assertionResults }) => assertionResults);
	const named = (wanted: string) =>
		all.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
	return { passed: named('passed'), failed: named('failed') };
}

const folder = mkdtempSync(join(tmpdir(), 'doorstep-planted-'));
const unnoticed: string[] = [];
try {
	const everyTest = [...new Set(Object.values(BUGS).flatMap(({ tests }) => tests))];
	const control = run('none', everyTest, folder);
	console.log(`no bug: ${control.passed.length} tests pass, ${control.failed.length} fail`);
	if (control.failed.length > 0 || control.passed.length === 0) unnoticed.push('no bug');
	for (const [name, bug] of Object.entries(BUGS)) {
		// Says at once when the sources have moved on.
		withBug(bug, readFileSync(`src/lib/${bug.file}`, 'utf8'));
		const { failed } = run(name, bug.tests, folder);
		if (failed.length === 0) unnoticed.push(name);
		console.log(`${bug.kind.padEnd(18)} ${name.padEnd(32)} ${failed.length} tests notice`);
		for (const test of failed.slice(0, 3)) console.log(`    ${test}`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(
	unnoticed.length === 0
		? `All ${Object.keys(BUGS).length} planted bugs are noticed.`
		: `NOT noticed: ${unnoticed.join(', ')}`
);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
