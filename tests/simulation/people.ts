/**
 * The organisation of the simulation, enrolled once for a process with real statements and real keys: an administrator,
 * and two persons with several devices. Every run begins with a copy of it.
 */
import { makeOffice } from '#lib/server/office.ts';
import { receive } from '#lib/server/receive.ts';
import { openSession } from '#lib/server/sessions.ts';
import { issueSetupCode, setUp } from '#lib/server/setup.ts';
import type { WireEntry } from '#lib/sync/protocol.ts';
import { toBase64Url } from '#lib/trust/bytes.ts';
import { newSeed, signingKey } from '#lib/trust/dsse.ts';
import { positionAfter, toWire, type Entry, type Signing } from '#lib/trust/entry.ts';
import { newIdentity } from '#lib/trust/age.ts';
import { newId } from '#lib/trust/ids.ts';
import { makeInvite } from '#lib/trust/invite.ts';
import { acceptInvite, addDevice, type DeviceKeys, type Joined } from '#lib/trust/join.ts';
import { replayKeylog } from '#lib/trust/keylog.ts';
import { personalSpace, startKeylog, type Keylog } from '#lib/trust/keylog-state.ts';
import { makeOrganisation } from '#lib/trust/organisation.ts';
import { useChance } from './engine.ts';
import { openStore, type Image } from './memory-store.ts';
import { Chance, numberOf } from './random.ts';

/** Server time at which every run begins, ms. */
export const START = 1_795_340_000_000;

/** A device as it stands when a run begins. */
export interface Enrolled {
	readonly name: string;
	readonly person: string;
	readonly signing: Signing;
	readonly token: string;
	readonly cookie: string;
	/** It has been in use, with the keylog on it; a spare one begins with nothing. */
	readonly isInUse: boolean;
}

export interface People {
	readonly tenant: string;
	readonly fingerprint: string;
	readonly keylog: Keylog;
	/** The keylog as the log has it. */
	readonly statements: readonly Entry[];
	/** Makes the second device of a person a member of their space; published in the course of a run, if at all. */
	readonly member: Entry;
	readonly devices: readonly Enrolled[];
	readonly image: Image;
	/** Backups from before everybody was enrolled. */
	readonly early: readonly Image[];
}

async function newKeys(): Promise<DeviceKeys> {
	const { recipient } = await newIdentity();
	return { device: newId(), key: await signingKey(newSeed()), recipient };
}

const wire = (entries: readonly Entry[]): readonly WireEntry[] =>
	entries.map((entry) => {
		const { h, s, c } = toWire(entry);
		return { h, s, c: c ?? null };
	});

/** Enrols one after the other; everything goes through the server's own rules. */
class Enrolment {
	readonly statements: Entry[] = [];
	readonly devices: Enrolled[] = [];
	readonly early: Image[] = [];
	keylog = startKeylog('');

	static async begin(): Promise<Enrolment> {
		const store = await openStore(undefined);
		return new Enrolment(makeOffice(store, { now: () => START }), () => store.image());
	}

	readonly office;
	readonly image;
	private constructor(office: ReturnType<typeof makeOffice>, image: () => Image) {
		this.office = office;
		this.image = image;
	}

	async found(): Promise<{ by: Signing; fingerprint: string }> {
		const code = (await issueSetupCode(this.office)) ?? '';
		const made = await makeOrganisation(await newKeys(), START);
		const done = await setUp(this.office, { code, tenant: made.tenant, entries: wire(made.entries) });
		if (!done.ok) throw new TypeError(done.problem.reason);
		this.keylog = startKeylog(made.fingerprint);
		await this.#follow(made.entries);
		return { by: { signer: made.signer, position: made.position }, fingerprint: made.fingerprint };
	}

	/** @returns the administrator's and the newcomer's places after it */
	async invite(by: Signing): Promise<{ by: Signing; joined: Joined; signing: Signing }> {
		const { fingerprint = '' } = this.keylog;
		const how = { fingerprint, role: 'practitioner', person: null, issuedAt: START } as const;
		const invited = await makeInvite(this.#on(by), how);
		await this.publish(invited.entries);
		const keys = await newKeys();
		const joined = await acceptInvite(invited.text, this.keylog, { keys, clientAt: START });
		if (!joined.ok) throw new TypeError(joined.reason);
		await this.publish(joined.value.entries);
		const { signer, position } = joined.value;
		const after = invited.entries.reduce(positionAfter, by.position);
		return { by: { ...by, position: after }, joined: joined.value, signing: { signer, position } };
	}

	/** A further device of the joined person, vouched for by their first. The last statement makes it a member. */
	async further(by: Signing, joined: Joined) {
		const keys = await newKeys();
		const space = personalSpace(this.keylog, by.signer.person);
		if (space === undefined) throw new TypeError('no personal space');
		const signKey = toBase64Url(keys.key.publicKey);
		const { device, recipient } = keys;
		const added = { device, signKey, recipient, space, secrets: [joined.personal] };
		const entries = await addDevice(this.#on(by), added);
		const { tenant, person } = by.signer;
		const position = { deviceSeq: 1, devicePrev: null, keylogHead: null, lastReceipt: null, clientAt: START };
		const signing = { signer: { tenant, person, device, key: keys.key }, position };
		return { by: { ...by, position: entries.reduce(positionAfter, by.position) }, entries, signing };
	}

	async publish(entries: readonly Entry[]): Promise<void> {
		const acks = await receive(this.office, { tenant: this.keylog.tenant ?? '', entries: wire(entries) });
		const bad = acks.find((ack) => !('seq' in ack));
		if (bad !== undefined) throw new TypeError(JSON.stringify(bad));
		await this.#follow(entries);
	}

	async enrol(name: string, signing: Signing, isInUse = true): Promise<void> {
		const { person, tenant, device } = signing.signer;
		const session = await openSession(this.office, { tenant, device });
		const cookie = (session.headers['set-cookie'] ?? '').split(';')[0] ?? '';
		this.devices.push({ name, person, signing: this.#on(signing), token: session.token, cookie, isInUse });
	}

	#on({ signer, position }: Signing): Signing {
		return { signer, position: { ...position, keylogHead: this.keylog.head } };
	}

	async #follow(entries: readonly Entry[]): Promise<void> {
		const { keylog, stopped } = await replayKeylog(this.keylog, entries);
		if (stopped !== null) throw new TypeError(stopped.reason);
		this.keylog = keylog;
		this.statements.push(...entries);
	}
}

/** Enrols everybody. The same people in every process: chance has a stream of its own. */
export async function enrol(): Promise<People> {
	const before = useChance(new Chance(numberOf('people')));
	const all = await Enrolment.begin();
	const founded = await all.found();
	all.early.push(all.image());
	const one = await all.invite(founded.by);
	const two = await all.invite(one.by);
	const spareOfTwo = await all.further(two.signing, two.joined);
	await all.publish(spareOfTwo.entries);
	all.early.push(all.image());
	const spare = await all.further(one.signing, one.joined);
	await all.publish(spare.entries);
	const second = await all.further(spare.by, one.joined);
	const [device, member] = second.entries;
	if (device === undefined) throw new TypeError('no device');
	await all.publish([device]);
	await all.enrol('anna-1', second.by);
	await all.enrol('anna-2', second.signing);
	await all.enrol('ben-1', spareOfTwo.by);
	await all.enrol('lead', two.by);
	await all.enrol('anna-3', spare.signing, false);
	await all.enrol('ben-2', spareOfTwo.signing, false);
	useChance(before);
	if (member === undefined || all.keylog.tenant === null) throw new TypeError('not enrolled');
	const { tenant, fingerprint } = { tenant: all.keylog.tenant, fingerprint: founded.fingerprint };
	const { keylog, statements, devices, early } = all;
	return { tenant, fingerprint, keylog, statements, member, devices, image: all.image(), early };
}
