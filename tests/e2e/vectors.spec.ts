import { expect, test } from '@playwright/test';
import { prove, serveProofs, type ProofServer } from '../proofs/in-browser.ts';
import { frozenFiles } from '../proofs/vector-files.ts';

// Every format of ours, read in a real browser from a page of its own: nothing of it is in the product.
let server: ProofServer;

test.beforeAll(async () => {
	server = await serveProofs();
});
test.afterAll(() => server.close());

test('reads every frozen vector, and derives keys as another Argon2id does', async ({ page }) => {
	await page.goto(server.origin);
	for (const [name, text] of frozenFiles()) {
		const found = await prove(page, 'frozen', { name, text });
		expect.soft(Object.keys(found).length, name).toBeGreaterThan(0);
		expect
			.soft(
				Object.entries(found).filter(([, holds]) => !holds),
				name
			)
			.toEqual([]);
	}
	expect(await prove(page, 'argon', { runs: 20, seed: 9106 })).toEqual({ runs: 20, agreed: 20 });
});
