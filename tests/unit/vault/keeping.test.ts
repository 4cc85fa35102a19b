import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ballastState, dropBallast } from '#lib/vault/ballast.ts';
import { forgetTally, readCopies } from '#lib/vault/canary-copies.ts';
import { readLosses } from '#lib/vault/canary-watch.ts';
import { device } from '#lib/vault/device-db.ts';
import { withKeeping } from '#lib/vault/keeping.ts';
import { drawerName } from '#lib/vault/outbox.ts';
import { createVault } from '#lib/vault/vault.ts';
import { FACTS, PLACE, recordWith } from '../../support/drawer.ts';

const WORDS = 'gravel unsaid tiptop marina dusk';
const INPUT = { record: recordWith('kept'), facts: FACTS, at: '2026-11-22T10:00:00Z' };

/** A vault that is watched over; `pass` lets its timers of up to so many ms run. */
function watched(bytesLeft = 1e12) {
	const due: { ms: number; work: () => void }[] = [];
	const vault = withKeeping(createVault(PLACE), {
		now: () => 7,
		after: (ms, work) => void due.push({ ms, work }),
		room: () => Promise.resolve(bytesLeft)
	});
	const pass = (ms: number) => {
		for (const one of due.splice(0).filter((each) => each.ms <= ms)) one.work();
	};
	return { vault, pass, due };
}

async function remove(name: string): Promise<void> {
	await new Promise<void>((resolve) => {
		indexedDB.deleteDatabase(name).onsuccess = () => resolve();
	});
}

beforeEach(async () => {
	await dropBallast();
	await forgetTally();
	await (await device()).clear('readiness');
});

describe('what the vault does beside its calls', () => {
	it('remembers a new drawer at once, and its records a moment after they are made', async () => {
		const { vault, pass } = watched();
		const made = await vault.make(WORDS);
		const profile = made.ok ? made.profile : '';
		await vi.waitFor(async () => expect((await readCopies()).device?.drawers[profile]?.records).toBe(0));
		await vault.create(INPUT);
		await vault.create(INPUT);
		pass(1000);
		await vi.waitFor(async () => expect((await readCopies()).device?.drawers[profile]?.records).toBe(2));
	});

	it('makes the reserve some time after opening, never before', async () => {
		const { vault, pass, due } = watched();
		await vault.make(WORDS);
		await vi.waitFor(() => expect(due.length).toBeGreaterThan(0));
		pass(1000);
		expect(await ballastState()).toBe('never');
		const opened = watched();
		const profile = Object.keys((await readCopies()).device?.drawers ?? {})[0] ?? '';
		await opened.vault.unlock(profile, { kind: 'passphrase', passphrase: WORDS });
		await vi.waitFor(() => expect(opened.due.length).toBeGreaterThan(0));
		opened.pass(10_000);
		await vi.waitFor(async () => expect(await ballastState()).toBe('kept'));
	});

	it('makes a reserve that was given up again only where there is room for much more', async () => {
		const { vault, pass, due } = watched(5 * 1024 * 1024);
		await (await device()).put('readiness', { state: 'kept', at: 1 }, 'ballast');
		await vault.make(WORDS);
		await vi.waitFor(() => expect(due.length).toBe(1));
		pass(10_000);
		await vi.waitFor(() => expect(due.length).toBe(1));
		expect(await ballastState()).toBe('gone');
	});

	it('notes a drawer that is gone before unlocking makes an empty one', async () => {
		const { vault } = watched();
		const made = await vault.make(WORDS);
		const profile = made.ok ? made.profile : '';
		await vi.waitFor(async () => expect((await readCopies()).device?.drawers[profile]).toBeDefined());
		await remove(drawerName(profile));
		const again = watched();
		expect(await again.vault.unlock(profile, { kind: 'passphrase', passphrase: WORDS })).toEqual({
			ok: true
		});
		expect(await readLosses()).toMatchObject([{ kind: 'drawer', profile }]);
	});
});
