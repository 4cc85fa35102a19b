import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import type { SessionResponse, SyncResponse } from '#lib/sync/protocol.ts';
import { frozenServer, type FrozenCall, type FrozenConversation } from '../../support/frozen-conversation.ts';
import {
	ackWord,
	foundedOn,
	practitioner,
	secondDevice,
	revocation,
	sync,
	wire
} from '../../support/office-people.ts';
import { follow, grants, newRecord, NOW, revision } from '../../support/people.ts';

const FOLDER = 'tests/wire-vectors';

/**
 * Every version of the wire that was ever shipped, as one conversation each: founding, inviting, joining, signing in,
 * pushing and pulling. Never changed; a new version is a new file.
 */
it.each(readdirSync(FOLDER))('takes every request that was ever right: %s', async (file) => {
	const { at, calls } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as FrozenConversation;
	const { send } = await frozenServer(at, onTestFinished);
	const tokens: string[] = [];
	for (const [index, { path, body, session, status, acks }] of calls.entries()) {
		const answer = await send(path, body, session === null ? undefined : tokens[session]);
		expect(answer.status, `${index} ${path}: ${await answer.clone().text()}`).toBe(status);
		if (path === '/api/v1/session') tokens.push(((await answer.json()) as SessionResponse).token);
		if (acks !== undefined) expect(((await answer.json()) as SyncResponse).acks.map(ackWord)).toEqual(acks);
	}
	expect(calls.length).toBeGreaterThan(10);
});

/** How a file is made, once: `DOORSTEP_FREEZE_WIRE=requests-vN.json`. */
it.runIf(process.env.DOORSTEP_FREEZE_WIRE !== undefined)('freezes a conversation', async () => {
	const calls: FrozenCall[] = [];
	const tokens: string[] = [];
	const { office, clock, send } = await frozenServer(NOW, onTestFinished);
	const post = async (path: string, body: unknown, options: { token?: string } = {}): Promise<Response> => {
		const text = JSON.stringify(body);
		const answer = await send(path, text, options.token);
		const session = options.token === undefined ? null : tokens.indexOf(options.token);
		const said = (await answer.clone().json()) as Partial<SyncResponse & SessionResponse>;
		if (said.token !== undefined) tokens.push(said.token);
		const acks = said.acks?.map(ackWord);
		calls.push({ path, body: text, session, status: answer.status, ...(acks && { acks }) });
		return answer;
	};
	// The people of the tests, talking to a server that notes what they say.
	const server = { office, clock, post } as unknown as Parameters<typeof sync>[0];
	const there = await foundedOn(server);
	const worker = await practitioner(there);
	const record = await newRecord(worker);
	const given = await grants(worker, there.organisation, { record });
	const draft = await revision(worker, there.organisation, { record });
	const first = await sync(server, worker, { push: wire(draft, ...given) });
	await sync(server, worker, { push: wire(draft) });
	const { cursor, chain } = await sync(server, worker);
	const second = await secondDevice(there, worker);
	await sync(server, worker, { push: wire(second.member), cursor, chain });
	await follow(there.organisation, [second.member]);
	const asked = { device: second.keys.device, records: [record.record], after: 0 };
	await post('/api/v1/bootstrap', asked, { token: second.token });
	await post(
		'/api/v1/sync',
		{ device: worker.keys.device, cursor: 0, push: [], unknown: { field: 1 } },
		{ token: worker.token }
	);
	await post(
		'/api/v1/sync',
		{ device: worker.keys.device, cursor: 2, chain: chain && 'A'.repeat(43), push: [] },
		{ token: worker.token }
	);
	await sync(server, there.administrator, { push: wire(await revocation(there, second)) });
	expect(first.acks.map(ackWord)).toContain('missing');
	const conversation: FrozenConversation = { version: 1, at: NOW, calls };
	writeFileSync(
		`${FOLDER}/${process.env.DOORSTEP_FREEZE_WIRE ?? ''}`,
		`${JSON.stringify(conversation, null, '\t')}\n`
	);
});
