import { spawnSync } from 'node:child_process';

/** The build that a test updates to: the same sources under another version, so that its files get other names. */
export const NEXT_BUILD = 'test-results/next-build';

/** Settings of its build; the kit's own folder too, so that both can be made at once. */
export const NEXT_BUILD_SETTINGS = {
	DOORSTEP_BUILD_DIR: NEXT_BUILD,
	DOORSTEP_KIT_DIR: 'test-results/next-kit',
	APP_VERSION: 'next'
} as const;

function build(env: Readonly<Record<string, string>> = {}): void {
	const { status, output } = spawnSync(process.execPath, ['tools/build.ts', '--if-stale'], {
		encoding: 'utf8',
		env: { ...process.env, ...env }
	});
	if (status !== 0) throw new TypeError(`The build failed.\n${output.join('\n')}`);
}

/** Makes both builds once for the whole run, unless the sources are the same as at the last one. */
export default function buildIfStale(): void {
	build();
	if (process.env.DOORSTEP_ENGINES) return;
	build(NEXT_BUILD_SETTINGS);
}
