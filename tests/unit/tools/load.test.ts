import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readOptions, USAGE } from '../../../tools/load/options.ts';
import { arrivals, ratesAt, seededRandom, spreadOf, type Profile } from '../../../tools/load/plan.ts';

const MORNING: Profile = { devices: 10_000, minutes: 6, herdMinutes: 5, factor: 1, rate: undefined };

describe('the calls of a run', () => {
	it('bring every device back once around nine, and are the same for the same seed', () => {
		const calls = arrivals(MORNING, seededRandom(7));
		const back = calls.filter(({ kind }) => kind === 'morning').length;
		// A Poisson count of 10,000 strays by 100; ten times that would be a wrong rate.
		expect(Math.abs(back - 10_000)).toBeLessThan(1_000);
		expect(calls).toEqual(arrivals(MORNING, seededRandom(7)));
		expect(calls.every(({ at }, index) => at >= (calls[index - 1]?.at ?? 0) && at < 360_000)).toBe(true);
	});

	it('are busiest at nine, and as much busier as time is faster', () => {
		const { morning } = ratesAt(MORNING, 180);
		expect(morning).toBeCloseTo(10_000 / 150);
		expect(ratesAt(MORNING, 20).morning).toBe(0);
		expect(ratesAt({ ...MORNING, factor: 10 }, 180).morning).toBeCloseTo(10 * morning);
		expect(ratesAt({ ...MORNING, rate: 40 }, 3)).toEqual({ morning: 40, save: 0, poll: 0 });
	});
});

it('spreads latencies', () => {
	const times = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
	expect(spreadOf(times)).toEqual({ count: 1_000, p50: 501, p95: 951, p99: 991, max: 1_000 });
	expect(spreadOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
});

describe('its options', () => {
	it.each([
		['--devices=9', '--devices must be a whole number from 10 to 100000, not "9".'],
		['--devices=1e6', '--devices must be a whole number from 10 to 100000, not "1e6".'],
		['--devices=10.5', '--devices must be a whole number from 10 to 100000, not "10.5".'],
		['--minutes=soon', '--minutes must be a number from 0.05 to 60, not "soon".'],
		['--factor=11', '--factor must be a number from 1 to 10, not "11".'],
		['--server=real', '--server can only be "plain", not "real".']
	])('%s is refused in words', (arg, words) => {
		expect(readOptions([arg])).toBe(words);
	});

	it('names an option that it does not know', () => {
		expect(readOptions(['--device=100'])).toContain("Unknown option '--device'");
		expect(readOptions(['--help'])).toBe(USAGE);
	});
});

it('plays 200 devices for a few seconds against a real server process, and every entry is taken', async () => {
	const args = [
		'tools/load.ts',
		'--devices=200',
		'--office=100',
		'--minutes=0.05',
		'--rate=20',
		'--server=plain'
	];
	const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', ...args]);
	expect(stdout).toMatch(/\n {2}errors 0 \(0 %\)/);
	const [, stored = '0'] = /([\d.]+) entries\/s stored/.exec(stdout) ?? [];
	expect(Number(stored)).toBeGreaterThan(0);
	expect(stdout).toContain('DERIVED (not measured)');
}, 60_000);
