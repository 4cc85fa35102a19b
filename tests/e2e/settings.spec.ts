import { expect, test } from '../support/test.ts';
import { answer } from '../support/walk.ts';

test.use({ sharesServer: true });

test('keeps what the office says, and shows it where it matters', async ({ page }) => {
	await page.goto('/decide/secure/1');
	await answer(page, 'No');
	await expect(page.locator('[data-setting="approvedChannels"]')).toContainText('Ask your office');

	await page.goto('/settings/local');
	await page.getByLabel('By post', { exact: true }).check();
	await page.getByLabel('Written follow-up').fill('soon');
	await page.getByRole('button', { name: 'Keep these settings' }).click();
	await expect(page.getByRole('alert')).toBeFocused();
	await expect(page.getByLabel('Written follow-up')).toHaveValue('soon');
	await page.getByLabel('Written follow-up').fill('12');
	await page.getByRole('button', { name: 'Keep these settings' }).click();
	await expect(page.getByText('Kept on this device.')).toBeVisible();

	await page.goto('/decide/secure/1');
	await answer(page, 'No');
	await expect(page.locator('[data-setting="approvedChannels"]')).toHaveText('Your office allows: By post.');
});

test('reads aloud with a voice of the device only, and says so when there is none', async ({ page }) => {
	await page.addInitScript(() => {
		const far = { lang: 'en-GB', localService: false, default: true, name: 'Far', voiceURI: 'far' };
		Object.defineProperty(speechSynthesis, 'getVoices', { value: () => [far] });
	});
	await page.goto('/help/formats');
	await expect(page.locator('[data-voice="none"]')).toContainText('no English voice of its own');
	await expect(page.getByRole('button', { name: 'Read aloud' })).toHaveCount(0);
});
