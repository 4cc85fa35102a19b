import { expect, it } from 'vitest';
import fc from 'fast-check';
import { utf8 } from '#lib/trust/bytes.ts';
import { firstBatch, inPushOrder } from '#lib/sync/outbox-order.ts';
import type { HeldEntry } from '#lib/sync/sync-store.ts';
import { LIMITS } from '#lib/sync/protocol.ts';

function held(
	id: string,
	kind: string,
	{ order = 0, ...header }: { order?: number; [field: string]: unknown } = {}
): HeldEntry {
	return {
		id,
		kind,
		record: null,
		h: utf8(JSON.stringify(header)),
		s: utf8(''),
		c: utf8(''),
		state: 'queued',
		order
	};
}

it('puts statements by their chain first, then grants, then revisions by generation', () => {
	const queue = [
		held('c3', 'draft', { n: 3, order: 1 }),
		held('c1', 'final', { n: 1, order: 2 }),
		held('note', 'note', { n: 4, order: 3 }),
		held('g', 'grant', { n: null, order: 4 }),
		held('k2', 'key', { keylogHead: 'k1', order: 5 }),
		held('k3', 'key', { keylogHead: 'k2', order: 0 }),
		held('k1', 'key', { keylogHead: 'older', order: 6 }),
		held('c2', 'draft', { n: 2, order: 7 })
	];
	expect(inPushOrder(queue).map((entry) => entry.id)).toEqual([
		'k1',
		'k2',
		'k3',
		'g',
		'c1',
		'c2',
		'c3',
		'note'
	]);
});

it('sends what it cannot read too: the server has a name for it', () => {
	const broken = { ...held('x', 'draft'), h: utf8('{"n":') };
	expect(inPushOrder([held('a', 'draft', { n: 1 }), broken])).toHaveLength(2);
});

it('ends on statements that stand on each other', () => {
	const queue = [held('a', 'key', { keylogHead: 'b' }), held('b', 'key', { keylogHead: 'a' })];
	expect(inPushOrder(queue)).toHaveLength(2);
});

it('always sends at least one, never more than asked, and only what fits', () => {
	const sizes = fc.array(fc.integer({ min: 0, max: LIMITS.requestBytes * 2 }), {
		minLength: 1,
		maxLength: 80
	});
	fc.assert(
		fc.property(sizes, fc.integer({ min: 1, max: 64 }), (lengths, most) => {
			const entries = lengths.map((length) => ({ h: 'h', s: 's', c: 'x'.repeat(length) }));
			const batch = firstBatch(entries, most);
			expect(batch).toEqual(entries.slice(0, batch.length));
			expect(batch.length).toBeGreaterThan(0);
			expect(batch.length).toBeLessThanOrEqual(most);
			if (batch.length > 1) expect(JSON.stringify(batch).length).toBeLessThan(LIMITS.requestBytes);
		}),
		{ numRuns: process.env.SLOW === '1' ? 500 : 20 }
	);
});
