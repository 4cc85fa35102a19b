import { describe, expect, it } from 'vitest';
import { simulate } from './command.ts';
import { RULES } from './rules.ts';

/** Within so many seeds the absence of a rule must show. */
const SEEDS = 150;

describe('a rule that is taken out', () => {
	for (const [name, { says, profile }] of Object.entries(RULES))
		it(`is missed: ${says}`, { timeout: 120_000 }, async () => {
			const how = ['--without', name, '--profile', profile, '--seeds', String(SEEDS), '--steps', '60'];
			const { code, said } = await simulate(...how, '--most', '1', '--jobs', '1');
			expect(said, said).toMatch(/^seed \d+: /m);
			expect(code).toBe(1);
		});
});
