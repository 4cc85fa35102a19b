/**
 * `npm run fuzz -- --tries=110000 --seed=1`: bad inputs on every format of our own, seeded. Fails when one is accepted,
 * crashes, or lets a byte out. The tests run a short form.
 */
import { parseArgs } from 'node:util';
import { isFailure, type Count } from '../tests/proofs/fuzz/judge.ts';
import { runAll } from '../tests/proofs/fuzz/targets.ts';

const { values } = parseArgs({ options: { tries: { type: 'string' }, seed: { type: 'string' } } });
const tries = Number(values.tries ?? 110_000);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
if (!Number.isSafeInteger(tries) || tries < 1 || !Number.isSafeInteger(seed)) {
	console.log('Usage: npm run fuzz -- --tries=NUMBER --seed=NUMBER');
	process.exit(2);
}

const columns = (name: string, ...numbers: readonly (string | number)[]): string =>
	name.padEnd(34) + numbers.map((number) => String(number).padStart(10)).join('');

console.log(`seed ${seed}`);
console.log(columns('format', 'tried', 'accepted', 'crashed', 'released'));
const counts = await runAll(tries, seed, (count) => {
	console.log(columns(count.name, count.tried, count.accepted, count.crashed, count.released));
	for (const how of count.examples) console.log(`  ${how}`);
});
const sum = (of: (count: Count) => number): number => counts.reduce((total, count) => total + of(count), 0);
console.log(
	columns(
		`all ${counts.length} formats`,
		sum(({ tried }) => tried),
		sum(({ accepted }) => accepted),
		sum(({ crashed }) => crashed),
		sum(({ released }) => released)
	)
);
process.exitCode = counts.some(isFailure) ? 1 : 0;
