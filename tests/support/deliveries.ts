import type { Entry } from '#lib/trust/entry.ts';
import { flakyDevice } from './flaky-device.ts';
import { founded, practitioner, type TestOffice } from './office-people.ts';
import { grants, newRecord, revision, type TestDevice } from './people.ts';

/** Grants and a few drafts of a new record; `shuffled` in an order in which no server could take them. */
export async function unsentRecord({ organisation }: TestOffice, device: TestDevice, drafts = 3) {
	const record = await newRecord(device);
	const given = await grants(device, organisation, { record });
	const made: Entry[] = [];
	for (let count = 0; count < drafts; count += 1) {
		made.push(await revision(device, organisation, { record, parents: made.slice(-1) }));
	}
	return { record, entries: [...given, ...made], shuffled: [...made.toReversed(), ...given] };
}

/** An office and a practitioner's device with an empty outbox. */
export async function delivering(credential: 'session' | 'delivery' = 'session') {
	const office = await founded();
	const worker = await practitioner(office);
	const link = { server: office.server };
	const flaky = await flakyDevice(link, worker);
	flaky.credential = credential;
	return { office, worker, link, flaky };
}

/** Ids of a server's whole log, in order. */
export async function logIds({ server }: Pick<TestOffice, 'server'>): Promise<readonly string[]> {
	const rows = await server.office.store.read((sql) => sql.all('SELECT entry_id FROM entry ORDER BY seq'));
	return rows.map((row) => String(row.entry_id));
}
