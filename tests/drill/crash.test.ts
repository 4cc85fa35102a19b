import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { crash } from './crash.ts';

/** `npm run crash -- COUNT` sets more. */
const KILLS = Number(process.env.DOORSTEP_KILLS ?? 10);

it(
	'keeps everything acknowledged, and a chain that holds, over kills of the server while it commits',
	async () => {
		const seen = await crash(KILLS, join(testFolder(), 'data'));
		const { missing, ...figures } = seen;
		console.log(`Server killed while 8 devices push: ${JSON.stringify(figures)}, missing ${missing.length}`);
		expect(missing).toEqual([]);
		expect(seen.acknowledged).toBeGreaterThan(KILLS * 32);
		// Else the kills would have come when nothing was under way.
		expect(seen.committedUnanswered + seen.notCommitted).toBeGreaterThan(KILLS);
	},
	60_000 + KILLS * 10_000
);
