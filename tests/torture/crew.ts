import type { TestRecord } from '../support/people.ts';
import { follow, grants, newRecord, NOW, revision, type TestDevice } from '../support/people.ts';
import {
	foundedOn,
	practitioner,
	secondDevice,
	sync,
	wire,
	type Credentials,
	type TestOffice
} from '../support/office-people.ts';
import type { Entry } from '#lib/trust/entry.ts';
import { serverOn } from '../support/test-office.ts';
import type { Store } from '#lib/server/store.ts';

/** A device under torture. What it signs, it signs one after the other. */
export interface Hand {
	readonly device: TestDevice & Credentials;
	/** Of this person: each of them may pull what the others push. */
	readonly person: string;
	/** Runs one thing at a time. */
	readonly inTurn: <Result>(job: () => Promise<Result>) => Promise<Result>;
}

export interface Crew {
	readonly office: TestOffice;
	readonly hands: readonly Hand[];
}

function hand(device: TestDevice & Credentials): Hand {
	let last: Promise<unknown> = Promise.resolve();
	return {
		device,
		person: device.signing.signer.person,
		inTurn: (job) => {
			const mine = last.then(job);
			last = mine.catch(() => undefined);
			return mine;
		}
	};
}

/** An organisation with so many practitioners, who have two devices each, made through one process of this store. */
export async function gatherCrew(store: Store, people: number): Promise<Crew> {
	const server = serverOn(store, { file: '', clock: { now: NOW } });
	const office = await foundedOn(server);
	const hands: Hand[] = [];
	for (let one = 0; one < people; one += 1) {
		const first = await practitioner(office);
		const second = await secondDevice(office, first);
		await sync(server, first, { push: wire(second.member) });
		await follow(office.organisation, [second.member]);
		hands.push(hand(first), hand(second));
	}
	return { office, hands };
}

/** A record under way: what is to be sent next goes on top of the last revision. */
export interface Line {
	readonly record: TestRecord;
	/** Grants that nobody has yet. */
	readonly first: readonly Entry[];
	newest: readonly Entry[];
}

export function newLine({ office }: Crew, { device, inTurn }: Hand): Promise<Line> {
	return inTurn(async () => {
		const record = await newRecord(device);
		return { record, first: await grants(device, office.organisation, { record }), newest: [] };
	});
}

/** So many revisions more, signed one on top of the other. */
export function nextRevisions(
	{ office }: Crew,
	{ device, inTurn }: Hand,
	{ line, many }: { readonly line: Line; readonly many: number }
): Promise<readonly Entry[]> {
	return inTurn(async () => {
		const made: Entry[] = line.newest.length === 0 ? [...line.first] : [];
		for (let one = 0; one < many; one += 1) {
			const fields = { record: line.record, parents: line.newest };
			const entry = await revision(device, office.organisation, fields);
			line.newest = [entry];
			made.push(entry);
		}
		return made;
	});
}
