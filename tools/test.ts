import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { reportBrowserTests, reportUnitTests, type Count } from './test-count.ts';

/**
 * Runs every check, fastest first, and goes on after a failure. Ends with one line, `N passed, N failed`, where a check that does
 * not count its own cases counts as one; fails when anything failed or nothing ran.
 */
const RESULTS = 'test-results';
const UNIT_REPORT = `${RESULTS}/unit.json`;
const BROWSER_REPORT = `${RESULTS}/browser.json`;

interface Step {
	readonly name: string;
	readonly command: readonly [program: string, ...args: string[]];
	/** Reads the number of cases from what the command wrote; without it the command is one case. */
	readonly count?: () => Count;
	/** Shows its lines as they come, not only after a failure. */
	readonly isLive?: boolean;
	/** Not worth running, and counted as failed, when the named step failed. */
	readonly needs?: string;
}

const STEPS: readonly Step[] = [
	{ name: 'content', command: ['node', 'tools/build-content.ts'] },
	{ name: 'content proofs', command: ['node', 'tools/check-content.ts'] },
	{ name: 'plain English', command: ['node', 'tools/lint-content.ts'] },
	{ name: 'kit types', command: ['svelte-kit', 'sync'] },
	{ name: 'format', command: ['prettier', '--check', '.'] },
	{ name: 'import rules', command: ['depcruise', 'src', 'tools', '--config', '.dependency-cruiser.js'] },
	{ name: 'dead code', command: ['knip'] },
	{ name: 'types', command: ['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'] },
	{ name: 'worker types', command: ['tsc', '-p', 'src/service-worker/tsconfig.json', '--noEmit'] },
	{ name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
	{
		name: 'unit tests',
		command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
		count: () => reportUnitTests(readReport(UNIT_REPORT))
	},
	{ name: 'build', command: ['node', 'tools/build.ts'] },
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

const outcomes = new Map<string, Count>();

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

function run(step: Step): Count {
	if (step.needs !== undefined && outcomes.get(step.needs)?.failed !== 0) return { passed: 0, failed: 1 };
	const [program, ...args] = step.command;
	const { status, stdout } = spawnSync(program, args, {
		stdio: step.isLive ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'inherit'],
		encoding: 'utf8',
		maxBuffer: 100_000_000,
		env: { ...process.env, NO_COLOR: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: BROWSER_REPORT }
	});
	if (status !== 0 && stdout) console.log(stdout);
	return settle(step, status === 0);
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

for (const step of STEPS) {
	const startedAt = performance.now();
	const count = run(step);
	outcomes.set(step.name, count);
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
	console.log(`${seconds} s  ${step.name}: ${count.passed} good, ${count.failed} bad`);
}

const total = (of: keyof Count) => [...outcomes.values()].reduce((sum, count) => sum + count[of], 0);
const [passed, failed] = [total('passed'), total('failed')];
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
