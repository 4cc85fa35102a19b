import { describe, expect, it } from 'vitest';
import { readRecord } from '#lib/server/records.ts';
import {
	ackWord,
	publish,
	reason,
	revocation,
	secondDevice,
	sync,
	syncAnswer,
	wire,
	withDraft
} from '../../support/office-people.ts';
import { follow, grants, revision } from '../../support/people.ts';

describe('the record row', () => {
	it('follows drafts of two devices, and a final over both', async () => {
		const { office, server, organisation, worker, record, draft } = await withDraft();
		const second = await secondDevice(office, worker);
		await sync(server, worker, { push: wire(second.member) });
		await follow(organisation, [second.member]);
		const one = await revision(worker, organisation, { record, parents: [draft] });
		const other = await revision(second, organisation, { record, parents: [draft] });
		await sync(server, worker, { push: wire(one) });
		await sync(server, second, { push: wire(other) });
		const { tenant } = organisation.made;
		const row = () => server.office.store.read((sql) => readRecord(sql, { tenant, record: record.record }));
		expect(await row()).toMatchObject({ head: one.id, leaves: [one.id, other.id], final: null });
		const given = await grants(worker, organisation, { record, keyNumber: 2, kind: 'final' });
		const final = await revision(worker, organisation, {
			record,
			kind: 'final',
			keyNumber: 2,
			parents: [one, other]
		});
		const { acks } = await sync(server, worker, { push: wire(...given, final) });
		expect(acks.map(ackWord)).toEqual(['seq', 'seq', 'seq']);
		expect(await row()).toMatchObject({ head: final.id, leaves: [final.id], final: final.id });
	});

	it('keeps what a revoked device made before its end, carried by another, and moves nothing', async () => {
		const { office, server, organisation, worker, record, draft } = await withDraft();
		const second = await secondDevice(office, worker);
		await sync(server, worker, { push: wire(second.member) });
		await follow(organisation, [second.member]);
		const late = await revision(second, organisation, { record, parents: [draft] });
		await publish(office, [await revocation(office, second)]);
		expect(await reason(syncAnswer(server, second))).toBe('sign-in');
		const after = await revision(second, organisation, { record, parents: [draft] });
		const { acks } = await sync(server, worker, { push: wire(late, after) });
		expect(acks.map(ackWord)).toEqual(['seq', 'device-revoked']);
		const { tenant } = organisation.made;
		const row = await server.office.store.read((sql) => readRecord(sql, { tenant, record: record.record }));
		expect(row).toMatchObject({ head: draft.id, leaves: [draft.id] });
	});
});
