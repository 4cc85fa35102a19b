import { describe, expect, it } from 'vitest';
import { deliverNoted, readNote } from '#lib/sync/noted.ts';
import { delivering, unsentRecord } from '../../support/deliveries.ts';

const HOW = { random: () => 0.5, hasSession: true };

describe('the note of a delivery', () => {
	it('counts failures over restarts and is forgotten by one that gets through', async () => {
		const { office, worker, flaky } = await delivering();
		const { entries } = await unsentRecord(office, worker);
		await flaky.queue(...entries);
		const ports = { ...flaky.ports, store: flaky.outbox };
		expect(await readNote(flaky.outbox)).toMatchObject({ failures: 0, triedAt: null });
		flaky.weather.push('lost-request', 'lost-request');
		const first = await deliverNoted(ports, HOW);
		const second = await deliverNoted(ports, HOW);
		expect([first, second].map((end) => end.kind === 'waiting' && end.waitMs)).toEqual([2000, 4000]);
		expect(await readNote(flaky.outbox)).toMatchObject({ failures: 2, trouble: 'offline', doneAt: null });
		expect((await deliverNoted(ports, HOW)).kind).toBe('quiet');
		const note = await readNote(flaky.outbox);
		expect(note).toMatchObject({ failures: 0, trouble: null });
		expect(note.doneAt).toBe(note.triedAt);
	});
});
