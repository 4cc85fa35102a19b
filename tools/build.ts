import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hashInputs } from './build-inputs.ts';

/**
 * Builds Doorstep: content first, then the app. The version is a hash of everything the build reads, so equal sources give
 * equal builds and any change is an update that devices notice.
 *   node tools/build.ts              build
 *   node tools/build.ts --if-stale   build only when sources changed since the last build
 *   node tools/build.ts --app        the app alone, where the content has just been built: two may run at once
 */
const BUILD = process.env.DOORSTEP_BUILD_DIR ?? 'build';
const STAMP = `${BUILD}/.inputs`;

function run(args: readonly string[], env: Record<string, string> = {}): void {
	const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
	if (status !== 0) process.exit(status ?? 1);
}

const isFresh = () =>
	existsSync(`${BUILD}/handler.js`) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashInputs();

if (!process.argv.includes('--if-stale') || !isFresh()) {
	if (!process.argv.includes('--app')) run(['tools/build-content.ts']);
	const inputs = hashInputs();
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	run(['node_modules/vite/bin/vite.js', 'build'], {
		APP_VERSION: process.env.APP_VERSION ?? `${version}-${inputs.slice(0, 10)}`
	});
	writeFileSync(STAMP, inputs);
}
