import { describe, expect, it } from 'vitest';
import { makeGate, type Rank } from '#lib/server/gate.ts';

/** Work that ends when it is told to. */
function held() {
	let end: () => void = () => undefined;
	const ended = new Promise<string>((done) => (end = () => done('done')));
	return { work: () => ended, end: () => end() };
}

const settle = () => new Promise((wake) => setImmediate(wake));

describe('the gate', () => {
	it('lets pushes before sign-ins, pulls and bootstraps, in the order in which they came', async () => {
		const gate = makeGate({ slots: 1, pushSlots: 1, queue: 10 });
		const blocking = [held(), held()];
		const under = [gate.run('pull', blocking[0]!.work), gate.run('push', blocking[1]!.work)];
		const order: string[] = [];
		const wait = (rank: Rank, name: string) =>
			gate.run(rank, () => {
				order.push(name);
				return Promise.resolve();
			});
		const all = [
			wait('bootstrap', 'b'),
			wait('pull', 'p1'),
			wait('sign-in', 's'),
			wait('pull', 'p2'),
			wait('push', 'w1'),
			wait('push', 'w2')
		];
		expect(gate.waiting).toBe(6);
		expect(gate.underWay).toBe(2);
		for (const one of blocking) one.end();
		await Promise.all([...under, ...all]);
		expect(order.filter((name) => name.startsWith('w'))).toEqual(['w1', 'w2']);
		expect(order.filter((name) => !name.startsWith('w'))).toEqual(['s', 'p1', 'p2', 'b']);
		expect(gate.underWay).toBe(0);
		expect(gate.pressure()).toBe(0);
	});

	it('turns away at once what finds the line full, with a time that grows with the line', async () => {
		const gate = makeGate({ slots: 1, queue: 2 });
		const block = held();
		const all = [1, 2, 3].map(() => gate.run('pull', block.work));
		expect(gate.pressure()).toBe(1);
		expect(gate.closedFor('pull')).toBeGreaterThanOrEqual(1000);
		expect(await gate.run('pull', block.work)).toEqual({ waitMs: 1000 });
		block.end();
		expect(await Promise.all(all)).toEqual(['done', 'done', 'done']);
		expect(gate.closedFor('pull')).toBe(0);
	});

	it('says how long the line really takes', async () => {
		const gate = makeGate({ slots: 1, queue: 100 });
		const slow = () => new Promise((wake) => setTimeout(wake, 30));
		for (let count = 0; count < 10; count += 1) await gate.run('pull', slow);
		const block = held();
		const all = Array.from({ length: 101 }, () => gate.run('bootstrap', block.work));
		const turned = await gate.run('bootstrap', block.work);
		// A hundred turns of 20 to 30 ms, one after the other.
		expect((turned as { waitMs: number }).waitMs).toBeGreaterThan(2000);
		expect((turned as { waitMs: number }).waitMs).toBeLessThan(10_000);
		block.end();
		await Promise.all(all);
	});

	it('sends a read home rather than refuse a push', async () => {
		const gate = makeGate({ slots: 1, pushSlots: 1, queue: 2 });
		const block = held();
		const under = [gate.run('pull', block.work), gate.run('push', block.work)];
		const reads = [gate.run('bootstrap', block.work), gate.run('pull', block.work)];
		expect(gate.closedFor('push')).toBe(0);
		const pushes = [gate.run('push', block.work), gate.run('push', block.work)];
		expect(await reads[0]).toHaveProperty('waitMs');
		expect(await reads[1]).toHaveProperty('waitMs');
		// Now only pushes wait: there is nobody left to send home.
		expect(gate.closedFor('push')).toBeGreaterThan(0);
		expect(await gate.run('push', block.work)).toHaveProperty('waitMs');
		block.end();
		expect(await Promise.all([...under, ...pushes])).toEqual(['done', 'done', 'done', 'done']);
	});

	it('gives the turn on after work that failed', async () => {
		const gate = makeGate({ slots: 1 });
		await expect(gate.run('pull', () => Promise.reject(new TypeError('x')))).rejects.toThrow('x');
		expect(await gate.run('pull', () => Promise.resolve('next'))).toBe('next');
	});

	it('takes only pushes while the event loop is late, and nothing when it is very late', async () => {
		let late = 600;
		const gate = makeGate({ lagMs: () => late });
		expect(await gate.run('pull', () => Promise.resolve('x'))).toEqual({ waitMs: 1200 });
		expect(await gate.run('push', () => Promise.resolve('taken'))).toBe('taken');
		expect(gate.pressure()).toBe(1);
		late = 4000;
		expect(gate.closedFor('push')).toBe(8000);
		expect(await gate.run('push', () => Promise.resolve('x'))).toEqual({ waitMs: 8000 });
		late = 0;
		await settle();
		expect(await gate.run('bootstrap', () => Promise.resolve('in'))).toBe('in');
	});
});
