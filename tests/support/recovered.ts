import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KIT_PASSPHRASE } from './office-page.ts';
import { expect } from './test.ts';

/** What `npm run recover` prints of a record, from the server's own data. */
export function recovered(dataDir: string, asked: { readonly kit: string; readonly record: string }): string {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-kit-'));
	const words = join(folder, 'passphrase');
	writeFileSync(words, KIT_PASSPHRASE);
	const options = [
		'--kit',
		asked.kit,
		'--record',
		asked.record,
		'--data',
		dataDir,
		'--passphrase-file',
		words
	];
	const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/recover.ts', ...options], {
		encoding: 'utf8',
		env: { ...process.env, NODE_NO_WARNINGS: '1' } // of the runner's colour settings
	});
	rmSync(folder, { recursive: true });
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	return stdout;
}
