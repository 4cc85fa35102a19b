import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecisionRecord } from '../../src/lib/record/types.ts';
import { KIT_PASSPHRASE } from './office-page.ts';
import { expect } from './test.ts';

interface Asked {
	readonly kit: string;
	readonly record: string;
}

/** What a final says, out of the server's own data, with every signature checked. */
export function recoveredFinal(dataDir: string, asked: Asked): DecisionRecord {
	const said = JSON.parse(recovered(dataDir, asked, '--json')) as {
		readonly revisions: readonly { readonly place: string; readonly content: DecisionRecord }[];
	};
	const final = said.revisions.find(({ place }) => place === 'final');
	if (final === undefined) throw new TypeError('no final was recovered');
	return final.content;
}

/** What `npm run recover` prints of a record, from the server's own data. */
export function recovered(dataDir: string, asked: Asked, ...more: readonly string[]): string {
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
		words,
		...more
	];
	const { stdout, stderr, status } = spawnSync(process.execPath, ['tools/recover.ts', ...options], {
		encoding: 'utf8',
		env: { ...process.env, NODE_NO_WARNINGS: '1' } // of the runner's colour settings
	});
	rmSync(folder, { recursive: true });
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	return stdout;
}
