import { expect, it } from 'vitest';
import { personalSpace } from '#lib/trust/keylog-state.ts';
import { ackWord, founded, practitioner, sync, wire, withDraft } from '../../support/office-people.ts';
import { grants, newRecord, revision } from '../../support/people.ts';

it('names what is missing, and takes the entry once it is there', async () => {
	const { server, worker, organisation } = await withDraft();
	const record = await newRecord(worker);
	const draft = await revision(worker, organisation, { record });
	const next = await revision(worker, organisation, { record, parents: [draft] });
	const { acks } = await sync(server, worker, { push: wire(draft, next) });
	expect(acks).toEqual([
		{ id: draft.id, missing: [], grant: 1 },
		{ id: next.id, missing: [draft.id] }
	]);
	const given = await grants(worker, organisation, { record });
	const again = await sync(server, worker, { push: wire(...given, draft, next) });
	expect(again.acks.every((ack) => 'seq' in ack)).toBe(true);
});

it("lets any member carry another's entries: the signature names the author", async () => {
	const { server, office, worker, organisation, record, draft } = await withDraft();
	const next = await revision(worker, organisation, { record, parents: [draft] });
	const { acks } = await sync(server, office.administrator, { push: wire(next) });
	expect(acks.map(ackWord)).toEqual(['seq']);
});

it('accepts a gap in the numbers of a device', async () => {
	const { server, worker, organisation, record, draft } = await withDraft();
	await revision(worker, organisation, { record, parents: [draft] });
	const next = await revision(worker, organisation, { record, parents: [draft] });
	const { acks } = await sync(server, worker, { push: wire(next) });
	expect(acks.map(ackWord)).toEqual(['seq']);
});

it('keeps a note of somebody to whom the record was granted, and it moves nothing', async () => {
	const office = await founded();
	const worker = await practitioner(office);
	const { server, organisation, administrator } = office;
	const { tenant } = organisation.made;
	const record = await newRecord(worker);
	const given = await grants(worker, organisation, { record });
	const draft = await revision(worker, organisation, { record });
	await sync(server, worker, { push: wire(...given, draft) });
	// Review spaces come with *People*; the rule is the table's: a live grant to a space of the device.
	const space = personalSpace(organisation.keylog, administrator.signing.signer.person)?.space ?? '';
	await server.office.store.write((sql) =>
		sql.run(
			`INSERT INTO access (tenant_id, space_id, record_id, key_number, from_seq) VALUES (?1, ?2, ?3, 1, 1)`,
			tenant,
			space,
			record.record
		)
	);
	const note = await revision(administrator, organisation, { record, parents: [draft], kind: 'note' });
	const review = await revision(administrator, organisation, { record, parents: [draft], kind: 'review' });
	const { acks } = await sync(server, administrator, { push: wire(note, review) });
	expect(acks.map(ackWord)).toEqual(['seq', 'seq']);
});
