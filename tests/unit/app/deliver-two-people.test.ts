import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliverNow } from '#lib/app/deliver-now.ts';
import { joinOrganisation, openSession } from '#lib/app/join.ts';
import { readWaiting } from '#lib/app/waiting-view.ts';
import { writeSetting } from '#lib/vault/device-db.ts';
import {
	invitation,
	joinedPractitioner,
	newOfficeDevice,
	queued,
	recordIn,
	type OfficeDevice
} from '../../support/office-drawer.ts';
import { plainBody } from '../../support/plain-body.ts';
import type { PostPath, TestServer } from '../../support/test-office.ts';

beforeEach(() => writeSetting('delivery', undefined));
afterEach(() => vi.unstubAllGlobals());

/** A browser in front of the server: one jar, whoever uses it. */
class Browser {
	/** Devices that posts to the log named, with the cookie alone. */
	readonly byCookie: string[] = [];
	isOffline = false;
	#cookie = '';

	connect(server: TestServer): void {
		vi.stubGlobal('fetch', async (path: PostPath, init: RequestInit) => {
			if (this.isOffline) throw new TypeError('no network');
			const { authorization } = Object.fromEntries(new Headers(init.headers));
			const token = authorization?.replace('Bearer ', '');
			if (path === '/api/v1/sync' && token === undefined) this.byCookie.push(deviceIn(init.body));
			const shown = token === undefined ? { cookie: this.#cookie } : { token, cookie: this.#cookie };
			const answer = await server.send(path, plainBody(init.body), shown);
			answer.headers.set('date', new Date(server.clock.now).toUTCString());
			this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
			return answer;
		});
	}
}

function deviceIn(body: unknown): string {
	return (JSON.parse(plainBody(body)) as { device: string }).device;
}

const opened = ({ vault, keys }: OfficeDevice) => ({
	vault,
	profile: keys.profile,
	closed: new AbortController().signal
});

/** Two people of one organisation on one tablet, each with one record that waits. Ben signed in last. */
async function twoPeople() {
	const { device: anna, administrator, server } = await joinedPractitioner();
	const ben = await newOfficeDevice();
	expect((await joinOrganisation(ben.vault, await invitation(administrator))).ok).toBe(true);
	const browser = new Browser();
	browser.connect(server);
	for (const person of [anna, ben]) {
		expect((await openSession(person.vault)).ok).toBe(true);
		await person.vault.cut(await recordIn(person, 'waits'));
	}
	return { anna, ben, browser };
}

describe('two people on one tablet', () => {
	it('locked, sends what is of the person who signed in last, and nothing of the other', async () => {
		const { anna, ben, browser } = await twoPeople();
		const { end, own } = await deliverNow({ open: undefined }, anna.keys.profile);
		expect([end.kind, own.kind]).toEqual(['quiet', 'held-up']);
		expect(await queued(ben)).toEqual([]);
		expect(await queued(anna)).not.toEqual([]);
		expect(new Set(browser.byCookie)).toEqual(new Set([ben.keys.device]));
		expect(await readWaiting(anna.keys.profile)).toMatchObject({ isHeldUp: true, items: [{}] });
		expect(await readWaiting(ben.keys.profile)).toMatchObject({ isHeldUp: false, items: [] });
		expect(await readWaiting(undefined)).toBeUndefined();
	});

	it('sends the rest when its own person unlocks, and then by that cookie', async () => {
		const { anna, ben, browser } = await twoPeople();
		// Unlocked anew: the session before ended with the lock.
		const done = await deliverNow({ open: opened(anna.reopened()) }, anna.keys.profile);
		expect(done.own).toMatchObject({ kind: 'quiet' });
		expect(await queued(anna)).toEqual([]);
		expect(await queued(ben)).not.toEqual([]);
		await anna.vault.cut(await recordIn(anna, 'later'));
		await deliverNow({ open: undefined }, anna.keys.profile);
		expect(await queued(anna)).toEqual([]);
		expect(browser.byCookie).not.toContain(ben.keys.device);
	});

	it('uses no cookie of another when the person in front has no signal to sign in', async () => {
		const { anna, ben, browser } = await twoPeople();
		browser.isOffline = true;
		await deliverNow({ open: opened(anna.reopened()) }, anna.keys.profile);
		browser.isOffline = false;
		// Anna could not sign in: the cookie is still Ben's.
		await deliverNow({ open: undefined }, anna.keys.profile);
		expect(browser.byCookie).not.toContain(anna.keys.device);
		expect(await queued(ben)).toEqual([]);
		expect(await queued(anna)).not.toEqual([]);
	});
});
