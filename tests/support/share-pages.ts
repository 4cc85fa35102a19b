import { expect, type Page } from '@playwright/test';
import { overviewOf, untilSaved } from './drawer-page.ts';
import { backToRecord, fieldOf, openPart } from './record-pages.ts';
import { answer } from './walk.ts';
import { openDuty } from './kept-starts.ts';

const COMMON = [
	'Right person, right role, and they need it',
	'Only what they need',
	'No names in subject lines, file names or voicemail',
	'I checked the address or number, then looked again',
	'I checked what is safe before anything goes to a home',
	'I asked them to tell me when they have it',
	'I noted what, when, how and to whom'
];

/** From the record's first page to the plan. */
export async function openPlan(page: Page): Promise<void> {
	await page.getByRole('link', { name: /^Share plan/ }).click();
	await expect(page.getByRole('heading', { name: 'Share plan' })).toBeVisible();
}

/** From the plan to one of its receivers. */
export async function openReceiver(page: Page, name: string): Promise<void> {
	await page.locator('[data-receiver]').getByRole('link', { name }).click();
	await expect(page.locator('[data-sending]')).toBeVisible();
}

/** On a receiver's page: the questions before sending, for a way of sending. */
export async function makeChecks(page: Page, way: string): Promise<void> {
	await page.getByRole('link', { name: 'Make the checks' }).click();
	await answer(page, 'No');
	await chooseWay(page, way);
}

/** From the question about the way: an approved one, and every check. */
export async function chooseWay(page: Page, way: string): Promise<void> {
	await answer(page, way);
	await answer(page, 'Yes');
	for (const label of [...COMMON, 'All done']) await page.getByLabel(label, { exact: true }).check();
	await page.getByRole('button', { name: 'Continue' }).click();
	await expect(page.locator('[data-sending]')).toBeVisible();
}

/** A record of a duty to share, with the first receiver's page in front. */
export async function openFirstReceiver(page: Page, start = openDuty): Promise<void> {
	await start(page);
	await openPlan(page);
	await openReceiver(page, "Children's social care");
}

const ONWARD = /^(Start sharing|Continue|Go on: )/;
const MOST_PAGES = 30;

/** Answers what the page asks in the quietest way: no, or the first. */
async function answerQuietly(page: Page): Promise<void> {
	const node = await page.locator('[data-step-kind]').getAttribute('data-node');
	if (node === 'scope-check')
		for (const tick of await page.locator('input[name=answer]').all()) await tick.check();
	for (const line of await page.locator('input[name=lines]').all()) await line.check();
	for (const name of ['parties', 'answer']) {
		const kind = name === 'parties' ? 'checkbox' : 'radio';
		const all = page.locator(`input[name=${name}][type=${kind}]`);
		if ((await all.count()) === 0) continue;
		const no = page.getByLabel('No', { exact: true });
		await ((await no.count()) > 0 ? no : all.first()).check();
	}
}

/** On the record's first page: goes on with the questions until there is an outcome for the named receiver. */
export async function decideFor(page: Page, receiver: string): Promise<readonly string[]> {
	const asked: string[] = [];
	await page.getByRole('link', { name: 'Go on with the questions' }).click();
	for (let pages = 0; pages < MOST_PAGES; pages += 1) {
		await expect(page.locator('[data-step-kind]')).toBeVisible();
		const isOutcome = await page.locator('[data-outcome]').isVisible();
		if (isOutcome && (await page.locator('.about strong').innerText()) === receiver) return asked;
		asked.push(await page.locator('h1').innerText());
		if (!isOutcome) await answerQuietly(page);
		const before = page.url();
		await page.getByRole('button', { name: ONWARD }).click();
		await page.waitForURL((url) => url.href !== before);
	}
	throw new TypeError('The questions never came to an outcome for that receiver.');
}

/** From any record: begins the record of what went wrong, and answers it as in V15. */
export async function walkBreach(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Begin: safety first' }).click();
	await expect(
		page.getByRole('heading', { name: 'Something went wrong. Could anyone be hurt now?' })
	).toBeVisible();
	await answer(page, 'Yes');
	await expect(page.getByRole('heading', { name: 'Protect people first' })).toBeVisible();
	await answer(page);
	await answer(
		page,
		'Call it back or block it',
		'Ask them to delete it or give it back',
		'Get back what you can',
		'Note the time when you first knew',
		'Done'
	);
	await answer(page, 'My manager knows', 'Our data protection officer knows', 'It is in the log', 'Done');
	await answer(page, 'High risk');
}

/** Decides that something went wrong, before there is any record of it: from the Decide page to a record. */
export async function decideBreach(page: Page): Promise<void> {
	await page.getByRole('navigation').getByRole('link', { name: 'Decide' }).click();
	await page.getByRole('link', { name: 'Something went wrong with a share' }).click();
	await answer(page, 'No');
	await answer(page, 'I could not stop it');
	await answer(page, 'I could not reach them, so I keep trying');
	await answer(page, 'Likely');
	await page.getByRole('link', { name: 'Record this decision' }).click();
	await expect(overviewOf(page)).toBeVisible();
}

const HOUR_MS = 3_600_000;

/** As a `datetime-local` field of a browser in London takes it. */
function clockAt(hoursFromNow: number): string {
	const at = new Date(Date.now() + hoursFromNow * HOUR_MS);
	return new Intl.DateTimeFormat('sv-SE', {
		dateStyle: 'short',
		timeStyle: 'short',
		timeZone: 'Europe/London'
	})
		.format(at)
		.replace(' ', 'T');
}

/** Fills a field of day and time with one that is so many hours from now. */
export async function fillWhen(page: Page, label: string, hoursFromNow: number): Promise<void> {
	const field = page.getByLabel(label, { exact: true });
	await field.fill(clockAt(hoursFromNow));
	await field.blur();
}

/** On the record's first page: two points that are known, and that it matters today. */
export async function writePoints(page: Page): Promise<void> {
	await openPart(page, 'What you know');
	const known = fieldOf(page, 'case/statements');
	for (const [text, source] of [
		['A bruise on the left arm', ''],
		['Shouting at night', 'A neighbour who asked not to be named']
	] as const) {
		await known.getByRole('button', { name: /^Add/ }).click();
		const row = known.locator('[data-row]').last();
		await row.getByRole('textbox').first().fill(text);
		await row.getByRole('radio', { name: source === '' ? 'Fact' : 'Reported by someone' }).check();
		if (source !== '') await row.getByLabel(/Where it comes from/).fill(source);
	}
	await fieldOf(page, 'case/urgency').getByRole('radio', { name: 'Today' }).check();
	await untilSaved(page);
	await backToRecord(page);
}

/** On a receiver's page: the first point goes, the second is kept back. */
export async function choosePoints(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Choose what goes' }).click();
	await page.getByLabel('A bruise on the left arm').check();
	await expect(fieldOf(page, 'r:social-care/informationShared').getByRole('textbox')).toHaveValue(
		'A bruise on the left arm'
	);
	await expect(page.locator('[data-point="2"]')).toContainText('may have asked not to be named');
	await page.getByRole('button', { name: /^Name it as kept back ?: Shouting/ }).click();
	await expect(fieldOf(page, 'r:social-care/informationWithheld').getByRole('textbox')).toHaveValue(
		'Shouting at night'
	);
	await untilSaved(page);
	await page.getByRole('link', { name: 'Back to this receiver' }).click();
}
