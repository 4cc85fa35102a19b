import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		environment: 'node',
		include: ['tests/{unit,contract,flows,properties,simulation}/**/*.test.ts'],
		testTimeout: 20_000
	}
});
