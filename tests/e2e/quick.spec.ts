import { expect, test, untilOfflineReady } from '../support/test.ts';
import { goOn } from '../support/walk.ts';

test('gives an answer after three taps, with the server stopped and the network off', async ({
	context,
	page,
	server
}) => {
	await page.goto('/');
	await untilOfflineReady(page);
	await page.close();
	await server.stop();
	await context.setOffline(true);

	const cold = await context.newPage();
	const startedAt = performance.now();
	await cold.goto('/');
	await cold.getByRole('link', { name: 'Quick check' }).click();
	await cold.getByRole('button', { name: 'No', exact: true }).click();
	await cold.getByRole('button', { name: 'A child may be harmed' }).click();
	await cold.getByRole('button', { name: "Children's social care or the police" }).click();
	await expect(cold.locator('[data-quick-result="Q-SHARE"]')).toBeVisible();
	const tookMs = performance.now() - startedAt;
	test.info().annotations.push({ type: 'cold start to answer', description: `${Math.round(tookMs)} ms` });
	expect(tookMs).toBeLessThan(20_000);

	await expect(cold.locator('h1')).toHaveText(/You should share what they need, now/);
	await expect(cold.getByText('the law says you must')).toBeVisible();
	for (const id of ['no-consent-needed', 'rule-verify-note', 'stored-numbers', 'minimum-set'])
		await expect(cold.locator(`[data-concept="${id}"]`), id).toBeVisible();
	expect(new URL(cold.url()).pathname).toBe('/quick/4');
});

test('sends danger, and doubt about it, to one page: call 999', async ({ page }) => {
	for (const tap of ['Yes', 'Not sure, so treat it as danger']) {
		await page.goto('/quick');
		await page.getByRole('button', { name: tap, exact: true }).click();
		await expect(page.locator('h1')).toHaveText('Someone is in danger now');
		await expect(page.getByRole('link', { name: 'Call 999' })).toHaveAttribute('href', 'tel:999');
	}
});

test('carries its answers into the full check, but not who would be told', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.goto('/quick');
	await goOn(page, 'No');
	await goOn(page, 'A child may be harmed');
	await goOn(page, 'A family member or another person');
	await expect(page.locator('[data-quick-result="Q-NOT-YET"]')).toBeVisible();
	await goOn(page, 'Take the full check');
	await expect(page.locator('h1')).toHaveText('Could anyone work out who this is about?');
	const thread = page.locator('.thread li');
	await expect(thread).toHaveCount(2);
	await expect(thread.nth(0)).toContainText('I saw something or was told something');
	await expect(thread.nth(1)).toContainText('No');
	await expect(page.getByText('family member')).toHaveCount(0);
});

test('starts at the first question when opened in the middle', async ({ page }) => {
	for (const path of ['/quick/2', '/quick/4']) {
		await page.goto(path);
		await expect(page.locator('h1')).toHaveText('Is anyone in danger now?');
		await expect(page).toHaveURL(/\/quick$/);
	}
	await page.goto('/quick/5');
	await expect(page.locator('h1')).toHaveText('This page is not here');
});

test('asks for no typing and no names', async ({ page }) => {
	await page.goto('/quick');
	for (const tap of ['No', 'Someone asked me for information', 'I have not decided']) {
		await expect(page.locator('input, textarea, select')).toHaveCount(0);
		await goOn(page, tap);
	}
	await expect(page.locator('[data-quick-result="Q-CHECK-ASKER"]')).toBeVisible();
	await expect(page.locator('input, textarea, select')).toHaveCount(0);
});
