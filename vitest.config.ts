import { configDefaults, defineConfig } from 'vitest/config';

/**
 * Folders whose tests leave nothing behind for the next file: no stand-in for a module, no global of a browser. Their
 * files share a process and what it has loaded; all others begin with a process of their own.
 */
const PURE = ['flows', 'unit/{flow,pack,record,content,ui,trust,server,support,tools}'].map(
	(folder) => `tests/${folder}/**/*.test.ts`
);

export default defineConfig({
	test: {
		environment: 'node',
		testTimeout: 20_000,
		// Vitest leaves one core to itself, which is half of the two that the tests have.
		maxWorkers: 2,
		projects: [
			{ extends: true, test: { name: 'pure', include: PURE, isolate: false } },
			{
				extends: true,
				test: {
					name: 'apart',
					globalSetup: 'tests/support/postgres-setup.ts',
					include: ['tests/{unit,contract,flows,properties,simulation,torture,drill,hostile}/**/*.test.ts'],
					exclude: [...configDefaults.exclude, ...PURE]
				}
			}
		]
	}
});
