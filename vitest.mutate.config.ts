/** The tests that mutation testing runs for one folder, named by `MUTATE`: those about its files, without the slowest. */
import { defineConfig } from 'vitest/config';

const FOLDERS: Readonly<Record<string, string[]>> = {
	trust: ['tests/unit/trust/**/*.test.ts', 'tests/properties/{drl1,sealed-rows}.test.ts'],
	vault: [
		'tests/unit/vault/**/*.test.ts',
		'tests/contract/{drafts,outbox}*.test.ts',
		'tests/properties/sealed-rows.test.ts'
	]
};

export default defineConfig({
	test: {
		environment: 'node',
		testTimeout: 20_000,
		// Fewer tests by `--tests`: a quicker run, whose score is a lower bound.
		include: process.env.MUTATE_TESTS?.split(',') ?? FOLDERS[process.env.MUTATE ?? 'trust'] ?? [],
		exclude: ['**/planted.test.ts', '**/age-vectors.test.ts', '**/argon.test.ts'],
		fsModuleCache: false
	}
});
