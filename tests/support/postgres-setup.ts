import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopCluster, type Cluster } from './postgres-cluster.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Where the first test that needs PostgreSQL starts it. */
		readonly postgresFolder: string;
	}
}

/** One PostgreSQL for a whole run of tests. It is started when a test first asks for it, and ended here. */
export default function setup(project: TestProject): () => Promise<void> {
	// A developer's own database is not for tests.
	delete process.env.DATABASE_URL;
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-postgres-'));
	// PostgreSQL runs under another account where the tests run as root.
	chmodSync(folder, 0o755);
	project.provide('postgresFolder', folder);
	return async () => {
		const ready = join(folder, 'ready');
		if (existsSync(ready)) await stopCluster(JSON.parse(readFileSync(ready, 'utf8')) as Cluster);
		rmSync(folder, { recursive: true, force: true });
	};
}
