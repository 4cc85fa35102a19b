import { describe, expect, it } from 'vitest';
import { aheadBy } from '#lib/app/clock-note.ts';
import { readinessLines, readinessSummary, type ReadinessFacts } from '#lib/app/readiness.ts';

const NOW = Date.parse('2026-11-25T09:00:00Z');
const DAY = 86_400_000;

const READY: ReadinessFacts = {
	now: NOW,
	packVersion: '2026-11-22.1',
	appVersion: '1',
	hasWholeApp: true,
	keeping: 'kept',
	isInstalled: true,
	isApple: false,
	rehearsal: { at: NOW - DAY, appVersion: '1', problems: [] },
	clock: { aheadMs: 1000, at: NOW },
	hasDrawer: true,
	isJoined: true,
	waiting: 0,
	parked: 0,
	isUpdateWaiting: false,
	doneAt: NOW - 1000,
	hasBackup: true,
	backup: { state: 'verified', at: NOW - 60_000 },
	ballast: 'kept'
};

const line = (id: string, change: Partial<ReadinessFacts>) =>
	readinessLines({ ...READY, ...change }).find((one) => one.id === id);

describe('readiness', () => {
	it('says ready, with the day, only when nothing is left to do', () => {
		const lines = readinessLines(READY);
		expect(lines.map(({ state }) => state)).toEqual(lines.map(() => 'good'));
		expect(readinessSummary(lines, NOW)).toBe('Ready for visits, 25 November 2026, 09:00');
		const two = readinessLines({ ...READY, parked: 1, ballast: 'gone' });
		expect(readinessSummary(two, NOW)).toBe('2 things to do before a visit: not sent; room');
	});

	it.each<[string, Partial<ReadinessFacts>, string, RegExp]>([
		['pack', { packVersion: '2026-08-01.1' }, 'todo', /116 days old.*open Doorstep with signal/],
		['app', { hasWholeApp: false }, 'todo', /with signal/],
		['keeping', { keeping: 'not-kept', isInstalled: false, isApple: true }, 'todo', /7 days.*from its icon/],
		['keeping', { keeping: 'not-kept', isInstalled: false }, 'todo', /Install/],
		['keeping', { keeping: 'not-kept', isApple: true }, 'note', /asks again/],
		['keeping', { keeping: 'unknown' }, 'note', /does not say/],
		['rehearsal', { rehearsal: undefined }, 'todo', /Not done yet/],
		['rehearsal', { rehearsal: { at: NOW, appVersion: '1', problems: ['no-page'] } }, 'todo', /Failed/],
		['rehearsal', { rehearsal: { at: NOW - 31 * DAY, appVersion: '1', problems: [] } }, 'todo', /Last done/],
		['rehearsal', { rehearsal: { at: NOW, appVersion: '0', problems: [] } }, 'note', /earlier version/],
		['clock', { clock: undefined }, 'note', /first contact/],
		['clock', { clock: { aheadMs: 5 * 60_000, at: NOW } }, 'todo', /^5 minutes behind/],
		['clock', { clock: { aheadMs: -60 * 60_000, at: NOW } }, 'todo', /^60 minutes ahead of/],
		['unsent', { waiting: 1 }, 'todo', /^1 item on this device only/],
		['unsent', { waiting: 4, parked: 2 }, 'todo', /^2 items the office did not take/],
		['unsent', { isJoined: false }, 'note', /alone/],
		['update', { isUpdateWaiting: true }, 'todo', /ready/],
		['contact', { isJoined: false }, 'note', /no organisation/],
		['contact', { doneAt: null }, 'todo', /Never/],
		['contact', { doneAt: NOW - 4 * DAY }, 'todo', /21 November 2026/],
		['backup', { hasBackup: false }, 'note', /keeps no backup yet/],
		['backup', { hasBackup: undefined }, 'note', /Not known/],
		['backup', { backup: undefined }, 'good', /keeps a backup/],
		['backup', { backup: { state: 'pending', at: NOW - DAY } }, 'good', /copy holds everything up to/],
		['backup', { backup: { state: 'verified', at: NOW - 3 * DAY } }, 'note', /copy holds everything up to/],
		['backup', { backup: { state: 'failing', at: NOW - DAY } }, 'note', /up to .* failing: tell .* stays on/],
		[
			'backup',
			{ hasBackup: false, backup: { state: 'failing', at: null } },
			'note',
			/no backup yet.*failing/
		],
		['room', { ballast: 'gone' }, 'todo', /nearly full/],
		['room', { ballast: 'never' }, 'note', /No reserve yet/]
	])('says of %s with %o: %s', (...[id, change, state, words]) => {
		const said = line(id, change);
		expect(said?.state).toBe(state);
		expect(said?.words).toMatch(words);
	});

	it('gives a next step with every line that leads somewhere', () => {
		const worst = readinessLines({
			...READY,
			rehearsal: undefined,
			waiting: 1,
			isUpdateWaiting: true,
			doneAt: null
		});
		const steps = worst
			.filter(({ href }) => href !== undefined)
			.map(({ id, href, step }) => [id, href, step !== undefined]);
		expect(steps).toEqual([
			['rehearsal', '#rehearsal', true],
			['unsent', '/waiting', true],
			['update', '/', true],
			['contact', '/waiting', true]
		]);
	});
});

describe("the office's clock", () => {
	it('is ahead by what its answer told, half way between asking and hearing', () => {
		expect(aheadBy('Wed, 25 Nov 2026 09:00:10 GMT', NOW - 1000, NOW + 1000)).toBe(10_000);
		expect(aheadBy(null, NOW, NOW)).toBeUndefined();
		expect(aheadBy('soon', NOW, NOW)).toBeUndefined();
	});
});
