/**
 * `npm run mutate -- trust/drl1.ts vault/kdf.ts …`: mutation testing with Stryker, one file after the other, with the
 * score of each. Without files: every file of `src/lib/trust` and `src/lib/vault`, which takes hours. Writes the mutants
 * that survived to `test-results/mutation-FOLDER-FILE.json`. `--tests=FILE,FILE` runs fewer tests, for a lower bound.
 * Fails below the goal.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const FOLDERS = ['trust', 'vault'];
const GOAL = 90;
const REPORT = 'test-results/mutation.json';
/** Outcomes that mean a test noticed the change. */
const NOTICED = ['Killed', 'Timeout'];
/** Outcomes that say nothing about the tests. */
const IDLE = ['CompileError', 'RuntimeError', 'Ignored'];

interface Mutant {
	readonly status: string;
	readonly mutatorName: string;
	readonly replacement?: string;
	readonly location: { readonly start: { readonly line: number } };
}

function mutantsOf(file: string): readonly Mutant[] {
	const [folder = ''] = file.split('/');
	const env = { ...process.env, MUTATE: folder, ...(values.tests && { MUTATE_TESTS: values.tests }) };
	spawnSync('stryker', ['run', '--mutate', `src/lib/${file}`], { env, stdio: 'ignore' });
	if (!existsSync(REPORT)) return [];
	const { files } = JSON.parse(readFileSync(REPORT, 'utf8')) as {
		readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
	};
	cpSync(REPORT, `test-results/mutation-${file.replaceAll('/', '-')}.json`);
	return (files[`src/lib/${file}`]?.mutants ?? []).filter(({ status }) => !IDLE.includes(status));
}

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { tests: { type: 'string' } }
});
const everything = FOLDERS.flatMap((folder) =>
	readdirSync(`src/lib/${folder}`)
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name}`)
);
let [noticed, all] = [0, 0];
for (const file of positionals.length > 0 ? positionals : everything) {
	const mutants = mutantsOf(file);
	const survivors = mutants.filter(({ status }) => !NOTICED.includes(status));
	noticed += mutants.length - survivors.length;
	all += mutants.length;
	const score =
		mutants.length === 0 ? 'no mutants' : `${percent(mutants.length - survivors.length, mutants.length)} %`;
	console.log(`${file.padEnd(30)} ${String(mutants.length).padStart(5)} mutants ${score.padStart(10)}`);
	for (const { location, mutatorName, replacement = '' } of survivors)
		console.log(
			`    line ${location.start.line}: ${mutatorName} ${replacement.replaceAll(/\s+/g, ' ').slice(0, 90)}`
		);
}

function percent(part: number, whole: number): string {
	return ((100 * part) / whole).toFixed(1);
}

console.log(`${all} mutants, ${noticed} noticed: ${percent(noticed, Math.max(1, all))} %; goal ${GOAL} %`);
process.exitCode = all > 0 && (100 * noticed) / all >= GOAL ? 0 : 1;
