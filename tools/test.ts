import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { NEXT_BUILD_SETTINGS } from '../tests/support/build.ts';
import { reportBrowserTests, reportUnitTests, type Count } from './test-count.ts';
import { runCommand, takeSteps, type Step } from './test-steps.ts';

/**
 * Runs every check, the short ones first and two at a time, and goes on after a failure. Ends with one line,
 * `N passed, N failed`, where a check that does not count its own cases counts as one; fails when anything failed or
 * nothing ran.
 */
const RESULTS = 'test-results';
const UNIT_REPORT = `${RESULTS}/unit.json`;
const BROWSER_REPORT = `${RESULTS}/browser.json`;

const STEPS: readonly Step[] = [
	{ name: 'content', command: ['node', 'tools/build-content.ts'], isAlone: true },
	{ name: 'kit types', command: ['svelte-kit', 'sync'], isAlone: true },
	// The longest first, and the others beside it.
	{ name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
	{ name: 'types', command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'] },
	{ name: 'format', command: ['prettier', '--check', '.'] },
	{ name: 'worker types', command: ['tsc', '-p', 'src/service-worker/tsconfig.json', '--noEmit'] },
	{ name: 'import rules', command: ['depcruise', 'src', 'tools', '--config', '.dependency-cruiser.js'] },
	{ name: 'dead code', command: ['knip'] },
	{ name: 'content proofs', command: ['node', 'tools/check-content.ts'] },
	{ name: 'plain English', command: ['node', 'tools/lint-content.ts'] },
	{
		name: 'unit tests',
		command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
		count: () => reportUnitTests(readReport(UNIT_REPORT)),
		isAlone: true
	},
	// Beside each other, with nothing else: the type checks read what a build writes.
	{ name: 'build', command: ['node', 'tools/build.ts', '--app'] },
	{ name: 'next build', command: ['node', 'tools/build.ts', '--app'], env: NEXT_BUILD_SETTINGS },
	{ name: 'size', command: ['node', 'tools/size.ts'], isLive: true, needs: 'build' },
	{
		name: 'browser tests',
		command: ['playwright', 'test'],
		count: () => reportBrowserTests(readReport(BROWSER_REPORT)),
		isLive: true,
		needs: 'build'
	}
];

const readReport = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** A command that fails although each of its cases passed counts as one failure: a file that cannot be loaded has no cases. */
function settle(step: Step, isGood: boolean): Count {
	try {
		const count = step.count?.() ?? { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1 };
		const isHidden = (!isGood && count.failed === 0) || count.passed + count.failed === 0;
		return isHidden ? { ...count, failed: 1 } : count;
	} catch (fault) {
		console.log(`  no readable report (${String(fault)})`);
		return { passed: 0, failed: 1 };
	}
}

async function run(step: Step): Promise<Count> {
	const startedAt = performance.now();
	const { isGood, said } = await runCommand(step, {
		...process.env,
		NO_COLOR: '1',
		PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSER_REPORT
	});
	if (said !== '') console.log(said);
	const count = settle(step, isGood);
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
	console.log(`${seconds} s  ${step.name}: ${count.passed} good, ${count.failed} bad`);
	return count;
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const outcomes = await takeSteps(STEPS, run);
const total = (of: keyof Count) => [...outcomes.values()].reduce((sum, count) => sum + count[of], 0);
const [passed, failed] = [total('passed'), total('failed')];
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
