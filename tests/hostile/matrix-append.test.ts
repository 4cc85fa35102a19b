import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncResponse } from '#lib/sync/protocol.ts';
import { type Entry } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { matrixWorld, type MatrixWorld } from '../support/matrix-world.ts';
import { ackWord, json, revocation, wire } from '../support/office-people.ts';
import { grants, grantTo, newRecord, revision, type TestRecord } from '../support/people.ts';

import { wholeLog } from '../support/matrix-readable.ts';
import { judge, judged, makeCallers, wrong, type DeviceName } from '../support/matrix-callers.ts';

import {
	AUTHORS,
	entryOf,
	isTarget,
	KINDS,
	mayAppend,
	pushed,
	RECORDS,
	said
} from '../support/matrix-entries.ts';

const clean: (() => void | Promise<void>)[] = [];
let world: MatrixWorld;

beforeAll(async () => {
	world = await matrixWorld((end) => clean.push(end));
	await makeCallers(world);
}, 60_000);
afterAll(async () => {
	process.stdout.write(`cells of the matrix: ${judged}\n`);
	for (const end of clean.reverse()) await end();
});

const BEARERS = ['own session', 'own cookie', 'a colleague'] as const;

/** Who brings an entry: its own device, or another one of the first office that sends it again. */
function senderOf(by: DeviceName, bearer: (typeof BEARERS)[number]) {
	const stand = by === 'foreign' ? world.devices.worker : world.devices.administrator;
	const { keys, token, cookie } = bearer === 'a colleague' ? stand : world.devices[by];
	return { device: keys.device, shown: bearer === 'own cookie' ? { cookie } : { token } };
}

const claims = AUTHORS.flatMap((by) => RECORDS.map((of) => ({ by, of })));

describe('who may append', () => {
	it.each(KINDS)('%s: every author, record and bearer', async (kind) => {
		wrong.length = 0;
		for (const { by, of } of claims)
			for (const bearer of BEARERS) {
				const isOwn = bearer !== 'a colleague';
				const word = await pushed(world, await entryOf(world, { kind, by, of }), senderOf(by, bearer));
				// In its own office the other one has a record of the same id.
				const isTwin = kind === 'event' && by === 'foreign' && of === 'worker' && isOwn;
				const may = mayAppend({ kind, by, of }) && !(by === 'revoked' && isOwn);
				judge(
					`${kind} of ${by} in the record of ${of}, brought by ${bearer}: ${word}`,
					word === 'seq',
					may || isTwin
				);
			}
		expect(wrong).toEqual([]);
	});

	it('grants: only of the own record, to a space of its own, recovery or review', async () => {
		wrong.length = 0;
		const { office, foreign } = world;
		const spaces = [office, foreign].flatMap(({ organisation }) => [...organisation.keylog.spaces.values()]);
		for (const { by, of } of claims.filter((one) => one.by !== 'revoked'))
			for (const space of spaces) {
				const to = space.epochs.at(-1);
				if (to === undefined) throw new TypeError('no epoch');
				const { record } = world.records[of];
				const what = { record: { ...record, keys: new Map(record.keys) }, keyNumber: 1, to };
				const { organisation } = by === 'foreign' ? foreign : office;
				// A grant in whose header the id does not follow from its author is no entry at all.
				const made = await grantTo(world.devices[by], organisation, what).catch(() => undefined);
				const word = made === undefined ? 'not made' : await pushed(world, made, senderOf(by, 'own session'));
				const isOwner = mayAppend({ kind: 'grant', by, of }) || (by === 'foreign' && of === 'worker');
				const cell = `grant of ${by} in the record of ${of} to ${space.purpose}: ${word}`;
				judge(cell, word === 'seq', isOwner && isTarget(world, by, space));
			}
		expect(wrong).toEqual([]);
	});

	it('statements about who is who: nobody but an administrator of the same office', async () => {
		wrong.length = 0;
		const person = world.devices.other.signing.signer.person;
		const statements = [
			{ type: 'person', person: newId(), reviewSpaces: [] },
			{ type: 'role', person, role: 'administrator' },
			{ type: 'revoke', device: world.devices.worker.keys.device, person: null, invite: null },
			{ type: 'policy', settings: { floor: 1 } },
			{ type: 'space', space: newId(), purpose: 'recovery', person: null },
			{ type: 'space', space: newId(), purpose: 'review', person: null }
		];
		for (const by of AUTHORS.filter((one) => one !== 'administrator'))
			for (const statement of statements)
				for (const bearer of BEARERS) {
					const word = await pushed(world, await said(world, by, statement), senderOf(by, bearer));
					judge(`${statement.type} of ${by}, brought by ${bearer}: ${word}`, word === 'seq', false);
				}
		const stranger = await revocation(world.foreign, world.devices.worker);
		expect(await pushed(world, stranger, senderOf('administrator', 'own session'))).toBe('foreign-tenant');
		expect(wrong).toEqual([]);
	});
});

describe('the same ids in two offices', () => {
	it('keep apart what the other office has under the same record id', async () => {
		const { worker, foreign } = world.devices;
		const { records } = world;
		expect(records.foreign.record.record).toBe(records.worker.record.record);
		expect(foreign.signing.signer.person).toBe(worker.signing.signer.person);
		const [one, two] = await Promise.all(
			[worker, foreign].map(({ signing }) => wholeLog(world, signing.signer.tenant))
		);
		const mine = new Set(one?.map(({ id }) => id));
		expect(two?.filter(({ id }) => mine.has(id))).toEqual([]);
	});

	it('take a replayed and reordered batch once, and in no other office', async () => {
		const { server, organisation } = world.office;
		const { worker, foreign } = world.devices;
		const record: TestRecord = await newRecord(worker);
		const given = await grants(worker, organisation, { record });
		const draft = await revision(worker, organisation, { record });
		const next = await revision(worker, organisation, { record, parents: [draft] });
		const push = (device: typeof worker, ...entries: readonly Entry[]) =>
			json<SyncResponse>(
				server.post(
					'/api/v1/sync',
					{ device: device.keys.device, cursor: 0, chain: null, push: wire(...entries) },
					{ token: device.token }
				)
			);
		const mixed = await push(worker, next, draft, ...given.toReversed());
		expect(mixed.acks.map(ackWord)).toEqual(['missing', 'missing', ...given.map(() => 'seq')]);
		const whole = [...given, draft, next];
		const first = await push(worker, ...whole);
		expect((await push(worker, ...whole, ...whole.toReversed())).acks.slice(0, whole.length)).toEqual(
			first.acks
		);
		expect((await push(foreign, ...whole)).acks.map(ackWord)).toEqual(whole.map(() => 'foreign-tenant'));
	});
});
