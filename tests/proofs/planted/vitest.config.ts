/** The tests as they are, over sources in which one file has a bug: named by the variable `PLANTED`; `none` for none. */
import { mergeConfig } from 'vitest/config';
import base from '../../../vitest.config.ts';
import { BUGS, withBug } from './bugs.ts';

const bug = BUGS[process.env.PLANTED ?? ''];

export default mergeConfig(base, {
	root: new URL('../../../', import.meta.url).pathname,
	// Vitest keeps transformed files between runs by their content, which the bug is not a part of.
	test: { fsModuleCache: false },
	plugins: [
		{
			name: 'planted-bug',
			enforce: 'pre',
			transform(code: string, id: string) {
				return bug !== undefined && id.endsWith(`/src/lib/${bug.file}`) ? withBug(bug, code) : null;
			}
		}
	]
});
