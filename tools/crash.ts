/** `npm run crash -- COUNT`: kills a server that commits COUNT times (200) and looks what is left; the long form of a test. */
import { spawnSync } from 'node:child_process';

const [count = '200'] = process.argv.slice(2);
if (!/^[1-9]\d{0,5}$/.test(count)) {
	process.stderr.write('Usage: npm run crash -- COUNT\n');
	process.exit(2);
}
const { status } = spawnSync('vitest', ['run', 'tests/drill/crash.test.ts'], {
	stdio: 'inherit',
	env: { ...process.env, DOORSTEP_KILLS: count }
});
process.exit(status ?? 1);
