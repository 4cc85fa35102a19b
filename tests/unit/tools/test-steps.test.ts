import { expect, it } from 'vitest';
import type { Count } from '../../../tools/test-count.ts';
import { runCommand, takeSteps, type Step } from '../../../tools/test-steps.ts';

const GOOD: Count = { passed: 1, failed: 0 };
const BAD: Count = { passed: 0, failed: 1 };

const step = (name: string, more: Partial<Step> = {}): Step => ({
	name,
	command: ['node', '-e', ''],
	...more
});

/** Takes the steps and notes, for each, what ran beside it when it began; `long` ends only once `c` has begun. */
async function beside(steps: readonly Step[]) {
	const running = new Set<string>();
	const seen: Record<string, readonly string[]> = {};
	const { promise: cBegan, resolve } = Promise.withResolvers<undefined>();
	await takeSteps(steps, async ({ name }) => {
		seen[name] = [...running];
		running.add(name);
		if (name === 'c') resolve(undefined);
		if (name === 'long') await cBegan;
		running.delete(name);
		return GOOD;
	});
	return seen;
}

it('runs two at a time, and one that asks to be alone by itself', async () => {
	const steps = [
		step('first', { isAlone: true }),
		step('long'),
		step('b'),
		step('c'),
		step('live', { isLive: true })
	];
	expect(await beside([...steps, step('last')])).toEqual({
		first: [],
		long: [],
		b: ['long'],
		c: ['long'],
		live: [],
		last: []
	});
});

it('goes on after a failure, and counts what it needs as failed without running it', async () => {
	const ran: string[] = [];
	const steps = [
		step('bad'),
		step('needy', { needs: 'bad' }),
		step('lost', { needs: 'nobody' }),
		step('good')
	];
	const outcomes = await takeSteps([...steps, step('happy', { needs: 'good' })], ({ name }) => {
		ran.push(name);
		return Promise.resolve(name === 'bad' ? BAD : GOOD);
	});
	expect(ran).toEqual(['bad', 'good', 'happy']);
	expect(Object.fromEntries(outcomes)).toEqual({ bad: BAD, needy: BAD, lost: BAD, good: GOOD, happy: GOOD });
});

it('counts a step that cannot be counted as failed', async () => {
	const outcomes = await takeSteps([step('a')], () => Promise.reject(new TypeError('no')));
	expect(outcomes.get('a')).toEqual(BAD);
});

it('gives a step its own settings beside those of all', async () => {
	const command = [process.execPath, '-e', 'console.error(process.env.OF_ALL, process.env.OWN)'] as const;
	const { said } = await runCommand(step('a', { command, env: { OWN: 'own' } }), {
		...process.env,
		OF_ALL: 'all'
	});
	expect(said).toBe('all own');
});

it('shows all that a failed command said, and only the errors of a good one', async () => {
	const says = (code: number) =>
		runCommand(
			step('a', {
				command: [
					process.execPath,
					'-e',
					`console.log('out'); console.error('err'); process.exitCode = ${code}`
				]
			}),
			process.env
		);
	expect(await says(0)).toEqual({ isGood: true, said: 'err' });
	const failed = await says(2);
	expect(failed.isGood).toBe(false);
	expect(failed.said.split('\n').sort()).toEqual(['err', 'out']);
	const missing = await runCommand(step('a', { command: ['no-such-program-here'] }), process.env);
	expect(missing.isGood).toBe(false);
	expect(missing.said).toContain('no-such-program-here');
});
