/** Two offices in one store with people in every state, for the matrix of who may do what. */
import { addTenant } from '#lib/server/log.ts';
import { receive } from '#lib/server/receive.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { signStatements } from '#lib/trust/sign-statement.ts';
import type { AtEnd } from './folder.ts';
import {
	founded,
	joinRequest,
	json,
	practitioner,
	publish,
	revocation,
	secondDevice,
	signedIn,
	sync,
	wire,
	type Credentials,
	type TestMember,
	type TestOffice
} from './office-people.ts';
import {
	acceptedBy,
	follow,
	grants,
	invite,
	newKeys,
	newOrganisation,
	newRecord,
	NOW,
	revision,
	signed,
	type TestDevice,
	type TestRecord
} from './people.ts';

type SignedIn = TestDevice & Credentials;

/** A record with an entry of it in the log. */
export interface Kept {
	readonly record: TestRecord;
	readonly draft: Entry;
}

export interface MatrixWorld {
	readonly office: TestOffice;
	/** The second office, in the same store, with a worker of the same id whose record has the same id. */
	readonly foreign: TestOffice;
	readonly devices: Readonly<
		Record<'administrator' | 'worker' | 'second' | 'other' | 'revoked' | 'foreign', SignedIn>
	>;
	readonly records: Readonly<Record<'worker' | 'other' | 'revoked' | 'foreign', Kept>>;
	readonly foreignWorker: TestMember;
}

async function keep(office: TestOffice, device: SignedIn, made?: TestRecord): Promise<Kept> {
	const record = made ?? (await newRecord(device));
	const given = await grants(device, office.organisation, { record });
	const draft = await revision(device, office.organisation, { record });
	const answer = await sync(office.server, device, { push: wire(...given, draft) });
	if (answer.acks.some((ack) => !('seq' in ack))) throw new TypeError(JSON.stringify(answer.acks));
	return { record, draft };
}

/** Another organisation in the same store; set-up itself allows one alone. */
async function secondOffice({ server }: TestOffice): Promise<TestOffice> {
	const organisation = await newOrganisation();
	const { tenant, rootKey } = organisation.keylog;
	if (tenant === null || rootKey === null) throw new TypeError('no root');
	const { office } = server;
	await office.store.write((sql) => addTenant(sql, { tenant, rootKey, at: NOW }));
	await receive(office, { tenant, entries: wire(...organisation.made.entries), judgesExpiry: true });
	const device = organisation.administrator;
	return { server, organisation, administrator: Object.assign(device, await signedIn(server, device)) };
}

async function memberWith(office: TestOffice, person: string): Promise<TestMember> {
	const { server, organisation, administrator } = office;
	const named = await signed(administrator, organisation, async (by) => {
		const [entry] = await signStatements(by, [{ type: 'person', person, reviewSpaces: [] }]);
		if (entry === undefined) throw new TypeError('no statement');
		return entry;
	});
	await publish(office, [named]);
	const invited = await invite(organisation, NOW, person);
	await publish(office, invited.entries);
	const keys = await newKeys();
	const { device, joined } = await acceptedBy(organisation, invited.text, keys);
	await json(
		server.post('/api/v1/join', await joinRequest(server, invited.text, { keys, entries: joined.entries }))
	);
	await follow(organisation, joined.entries);
	return Object.assign(device, await signedIn(server, device), { personal: joined.personal });
}

export async function matrixWorld(atEnd: AtEnd): Promise<MatrixWorld> {
	const office = await founded(atEnd);
	const worker = await practitioner(office);
	const second = await secondDevice(office, worker);
	await sync(office.server, worker, { push: wire(second.member) });
	await follow(office.organisation, [second.member]);
	const other = await practitioner(office);
	const revoked = await practitioner(office);
	const records = {
		worker: await keep(office, worker),
		other: await keep(office, other),
		revoked: await keep(office, revoked)
	};
	await publish(office, [await revocation(office, revoked)]);
	const foreign = await secondOffice(office);
	const foreignWorker = await memberWith(foreign, worker.signing.signer.person);
	// The same person id and the same salt: the same record id, in another office.
	const twin = { ...records.worker.record, keys: new Map() };
	const ofForeign = await keep(foreign, foreignWorker, twin);
	const devices = {
		administrator: office.administrator,
		worker,
		second,
		other,
		revoked,
		foreign: foreignWorker
	};
	return { office, foreign, devices, records: { ...records, foreign: ofForeign }, foreignWorker };
}
