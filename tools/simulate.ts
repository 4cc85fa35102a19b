/**
 * `npm run simulate`: many seeds of the simulator over the real client and server, on all cores.
 * `-- --seeds N --from S --steps K` says how many; `--seed 1234 --trace` replays one alone and tells what happened;
 * `--without echo` takes one rule out first (tests/simulation/rules.ts names them). Ends with 1 when something was violated.
 */
import { spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Sum } from '../tests/simulation/many.ts';
import type { ProfileName } from '../tests/simulation/profile.ts';

const SEEDS = 200_000;
const STEPS = 150;
/** Seeds that a process takes at a time: a failure shows early, and memory stays small. */
const CHUNK = 500;
const WORKER = '--worker';

const { values } = parseArgs({
	allowPositionals: false,
	options: {
		seeds: { type: 'string' },
		from: { type: 'string', default: '1' },
		steps: { type: 'string', default: String(STEPS) },
		seed: { type: 'string' },
		profile: { type: 'string' },
		without: { type: 'string' },
		most: { type: 'string', default: '5' },
		jobs: { type: 'string' },
		trace: { type: 'boolean', default: false },
		worker: { type: 'boolean', default: false }
	}
});

const from = Number(values.seed ?? values.from);
const seeds = values.seed === undefined ? Number(values.seeds ?? SEEDS) : 1;
const most = Number(values.most);

async function run(at: number, count: number): Promise<Sum> {
	if (values.without !== undefined) {
		const { removeRule } = await import('../tests/simulation/rules.ts');
		removeRule(values.without);
	}
	// Loaded only now: a rule is taken out as its file is loaded.
	const { runMany } = await import('../tests/simulation/many.ts');
	// The names are those of `profile.ts`; an unknown one is as the swarm.
	const profile = values.profile as ProfileName | undefined;
	const span = { from: at, seeds: count, steps: Number(values.steps), most, ...(profile && { profile }) };
	return runMany(span, values.trace ? (line) => console.log(line) : undefined);
}

/** A chunk in a process of its own. */
function inProcess(at: number, count: number): Promise<Sum> {
	const passed = ['steps', 'profile', 'without', 'most'] as const;
	const options = passed.flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]));
	const own = ['--from', String(at), '--seeds', String(count), WORKER];
	const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...options, ...own], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let text = '';
	child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) =>
			code === 0 ? resolve(JSON.parse(text) as Sum) : reject(new TypeError(`worker ended with ${String(code)}`))
		);
	});
}

function add(sum: Sum, part: Sum): void {
	sum.seeds += part.seeds;
	sum.bad.push(...part.bad);
	for (const [what, times] of Object.entries(part.counts)) sum.counts[what] = (sum.counts[what] ?? 0) + times;
}

async function onAllCores(sum: Sum): Promise<void> {
	let next = from;
	const lane = async () => {
		while (next < from + seeds && sum.bad.length < most) {
			const at = next;
			next += CHUNK;
			add(sum, await inProcess(at, Math.min(CHUNK, from + seeds - at)));
			const done = `${sum.seeds} of ${seeds} seeds, ${sum.bad.length} with violations`;
			if (process.stderr.isTTY) process.stderr.write(`\r${done}`);
		}
	};
	await Promise.all(Array.from({ length: Number(values.jobs ?? availableParallelism()) }, lane));
	if (process.stderr.isTTY) process.stderr.write('\n');
}

function tell(sum: Sum, seconds: number): void {
	const without = values.without === undefined ? '' : ` --without ${values.without}`;
	const kind = values.profile === undefined ? '' : ` --profile ${values.profile}`;
	for (const { seed, violations } of sum.bad) {
		console.log(`seed ${seed}: ${violations.slice(0, 5).join('\n    ')}`);
		console.log(`    npm run simulate -- --seed ${seed} --steps ${values.steps}${kind}${without} --trace`);
	}
	const counted = Object.entries(sum.counts).sort(([one], [other]) => (one < other ? -1 : 1));
	console.log(counted.map(([what, times]) => `${what} ${times}`).join(', '));
	const load = loadavg()[0]?.toFixed(1) ?? '';
	const rate = (sum.seeds / seconds).toFixed(1);
	console.log(`${sum.seeds} seeds of ${values.steps} steps, ${rate} a second, load ${load}: ${sum.bad.length} with violations`);
}

const sum: Sum = { seeds: 0, counts: {}, bad: [] };
if (values.worker) {
	process.stdout.write(JSON.stringify(await run(from, seeds)));
} else {
	const begun = performance.now();
	if (values.seed === undefined) await onAllCores(sum);
	else add(sum, await run(from, 1));
	tell(sum, (performance.now() - begun) / 1000);
	process.exitCode = sum.bad.length === 0 ? 0 : 1;
}
