import { expect, it } from 'vitest';
import { simulate } from './command.ts';

it(
	'loses nothing and claims nothing that is not so, in a thousand schedules from seed 1001',
	{ timeout: 300_000 },
	async () => {
		const { code, said } = await simulate(
			'--from',
			'1001',
			'--seeds',
			'1000',
			'--steps',
			'40',
			'--jobs',
			'1'
		);
		expect(code, said).toBe(0);
		expect(said).toMatch(/^1000 seeds .*: 0 with violations$/m);
	}
);
