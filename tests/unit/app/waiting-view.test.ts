import { describe, expect, it } from 'vitest';
import { reasonLine, sendResult, waitingReason } from '#lib/app/delivery-words.ts';
import { parkedFor } from '#lib/app/parked-words.ts';
import { NOTHING_WAITING, topWords } from '#lib/app/top-words.ts';
import { waitingItems } from '#lib/app/waiting-view.ts';
import type { EntryRow } from '#lib/vault/outbox.ts';

const BYTES = new Uint8Array();

const row = (order: number, fields: Partial<EntryRow>): EntryRow => ({
	id: `e${order}`,
	kind: 'draft',
	record: 'r1',
	h: BYTES,
	s: BYTES,
	state: 'queued',
	order,
	queuedAt: 1000 + order,
	...fields
});

describe('what waits to be sent', () => {
	it('counts records, not their parts, with the oldest time and the last try', () => {
		const rows = [row(1, {}), row(2, { reason: 'offline', lastTryAt: 9 }), row(3, { record: 'r2' })];
		expect(waitingItems(rows)).toEqual([
			{ key: 'r1', record: 'r1', place: 'waiting', reason: 'offline', triedAt: 9, queuedAt: 1001 },
			{ key: 'r2', record: 'r2', place: 'waiting', queuedAt: 1003 }
		]);
	});

	it('puts what needs a person first, and says its reason and no other', () => {
		const rows = [
			row(1, { reason: 'offline' }),
			row(2, { record: 'r2', reason: 'busy' }),
			row(3, { record: 'r2', state: 'parked', reason: 'no-grant' })
		];
		expect(waitingItems(rows).map(({ place, reason }) => [place, reason])).toEqual([
			['parked', 'no-grant'],
			['waiting', 'offline']
		]);
	});

	it('still waits for what the server acknowledged and has not shown', () => {
		const [item] = waitingItems([row(1, { state: 'acked', seq: 4 })]);
		expect(item).toMatchObject({ place: 'waiting', reason: 'acknowledged' });
	});

	it('keeps statements about the organisation together', () => {
		const rows = [1, 2].map((order) => row(order, { kind: 'key', record: null }));
		expect(waitingItems(rows)).toHaveLength(1);
	});
});

describe('the words about it', () => {
	const items = waitingItems([row(1, { reason: 'offline' })]);
	const parked = waitingItems([row(1, { state: 'parked', reason: 'too-large' })]);

	it('never says more than is true', () => {
		const quiet = { kind: 'quiet', nextPollMs: 1, spreadMs: 1, needsSession: false, forked: false } as const;
		expect(sendResult(quiet, NOTHING_WAITING)).toBe('Everything is on the server.');
		expect(sendResult(quiet, { ...NOTHING_WAITING, items })).toContain('has not shown everything');
		expect(sendResult(quiet, { ...NOTHING_WAITING, items: parked })).toContain('needs you');
		const waiting = { kind: 'waiting', trouble: 'busy', waitMs: 1, isAsked: true, forked: false } as const;
		expect(sendResult(waiting, { ...NOTHING_WAITING, items })).toMatch(/^Not sent: .*busy.* tried again/);
	});

	it('gives a reason in words for every trouble, and the code of one that it does not know', () => {
		expect(waitingReason('not-doorstep')).toContain('sign-in page of a network');
		expect(waitingReason('brand-new')).toContain('brand-new');
		const parked = parkedFor('brand-new');
		expect(parked.words).toContain('brand-new');
		expect(parked.action).toBe('copy');
		expect(
			reasonLine({ place: 'waiting', reason: 'offline', triedAt: Date.parse('2016-01-05T09:30:00Z') })
		).toBe('Waiting to send: the office could not be reached, last try 5 January 2016, 09:30');
		expect(reasonLine({ place: 'server' })).toBe('');
	});

	it('leads the top bar with the worst: a changed history, then what needs a person, then what waits', () => {
		expect(topWords({ ...NOTHING_WAITING, items: parked, isForked: true })).toBe('Server history changed');
		expect(topWords({ ...NOTHING_WAITING, items: [...parked, ...items] })).toBe('Not sent: 1 item needs you');
		expect(topWords({ ...NOTHING_WAITING, items })).toBe('1 item waiting to send');
		expect(topWords(NOTHING_WAITING)).toBeUndefined();
	});
});
