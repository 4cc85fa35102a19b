import {
	CLIENT_HEADER,
	LIMITS,
	type Ack,
	type HealthResponse,
	type LiveResponse,
	type RequestReason,
	type SyncRequest
} from '../sync/protocol.ts';
import {
	parseBootstrapRequest,
	parseChallengeRequest,
	parseJoinRequest,
	parseSessionRequest,
	parseSetupRequest,
	parseSyncRequest
} from '../sync/protocol-parse.ts';
import { toBase64Url } from '../trust/bytes.ts';
import { AppError } from '../errors.ts';
import { readRequest } from './bodies.ts';
import { isAnswered, issueChallenge, readChallenge } from './challenges.ts';
import { isOlder } from './client-version.ts';
import { answer, done, isOurs, refuse, refuseWith, type Call, type Reply } from './http.ts';
import { join } from './join.ts';
import { DEVICE_SIGN_INS } from './limits.ts';
import { listTenants, readTenant } from './log.ts';
import { schemaVersion } from './migrations.ts';
import type { Office } from './office.ts';
import { bootstrapPage } from './pull.ts';
import { ownTaken, outcomesOf } from './push-counts.ts';
import { requestProblem } from './refusals.ts';
import { callerOf, endDelivery, endSession, LIFETIMES, openSession, type Caller } from './sessions.ts';
import { setUp } from './setup.ts';
import { exchange } from './exchange.ts';
import type { Rank } from './waiting-line.ts';

/** A challenge, or the answer to one: a few short fields. */
const SIGN_IN_BYTES = 8 * 1024;

/** Waits for its turn, or is told when to come again. */
async function inTurn<Answer extends Reply<RequestReason>>(
	office: Office,
	rank: Rank,
	work: () => Promise<Answer>
): Promise<Answer | Reply<'busy'>> {
	const turn = await office.gate.run(rank, work);
	return 'waitMs' in turn ? refuse('busy', turn.waitMs) : turn;
}

/** Too old to read. The first apps did not say which they are. */
const isTooOld = (office: Office, { request }: Call) =>
	isOlder(request.headers.get(CLIENT_HEADER), office.limits.minClient);

function updateFirst({ limits }: Office, acks: readonly Ack[]): Reply<'update-app'> {
	return refuseWith<'update-app'>({ ...requestProblem('update-app'), min_client: limits.minClient, acks });
}

/** The work of a sync in its turn. Whoever may no longer read is still heard: its work is in safety first. */
async function exchanged(
	office: Office,
	call: Call,
	{ caller, request }: { caller: Caller; request: SyncRequest }
) {
	const outcome = await exchange(office, caller, request);
	if (!outcome.ok) return refuseWith<'log-fork'>(outcome.problem);
	const { acks } = outcome.value;
	office.quotas.spend(`${caller.tenant} ${caller.device}`, ownTaken(request.push, acks, caller.device));
	const reply = isTooOld(office, call) ? updateFirst(office, acks) : answer(outcome.value, caller.headers);
	return { ...reply, entries: outcomesOf(acks) };
}

/** `POST /api/v1/sync`: push and pull in one. */
export async function postSync(office: Office, call: Call) {
	const caller = await callerOf(office, call.request);
	if (caller === undefined) return refuse('sign-in');
	const waitMs = office.quotas.ofDevice(`${caller.tenant} ${caller.device}`);
	if (waitMs > 0) return refuse('too-many', waitMs);
	const read = await readRequest(call, parseSyncRequest);
	if (!read.ok) return read.answer;
	const request = read.value;
	if (request.device !== caller.device) return refuse('not-yours');
	if (request.push.length > LIMITS.pushItems) return refuse('too-large');
	const rank = request.push.length === 0 ? 'pull' : 'push';
	return inTurn(office, rank, () => exchanged(office, call, { caller, request }));
}

/** `POST /api/v1/bootstrap`: whole records that became readable. Not for the delivery cookie. */
export async function postBootstrap(office: Office, call: Call) {
	const caller = await callerOf(office, call.request);
	if (caller === undefined) return refuse('sign-in');
	if (caller.kind !== 'session') return refuse('not-yours');
	const waitMs = office.quotas.ofDevice(`${caller.tenant} ${caller.device}`);
	if (waitMs > 0) return refuse('too-many', waitMs);
	const read = await readRequest(call, parseBootstrapRequest);
	if (!read.ok) return read.answer;
	if (read.value.device !== caller.device) return refuse('not-yours');
	if (isTooOld(office, call)) return updateFirst(office, []);
	return inTurn(office, 'bootstrap', async () => {
		const page = await office.store.read(async (sql) => {
			const end = await readTenant(sql, caller.tenant);
			if (end === undefined) throw new AppError('no-tenant', { tenant: caller.tenant });
			return bootstrapPage(sql, caller, { request: read.value, upTo: end.seq });
		});
		return answer(page);
	});
}

/** `POST /api/v1/challenge`: something to sign, for a session or for joining. */
export async function postChallenge(office: Office, call: Call) {
	const read = await readRequest(call, parseChallengeRequest, SIGN_IN_BYTES);
	if (!read.ok) return read.answer;
	const waitMs = office.attempts.waitFor(`device ${read.value.device}`, DEVICE_SIGN_INS);
	if (waitMs > 0) return refuse('too-many', waitMs);
	return inTurn(office, 'sign-in', async () => {
		const issued = await issueChallenge(office, read.value, call.url.origin);
		return issued === undefined ? refuse('no-organisation') : answer(issued);
	});
}

/** `POST /api/v1/session`: a token for a signed challenge, and the delivery cookie. */
export async function postSession(office: Office, call: Call) {
	const read = await readRequest(call, parseSessionRequest, SIGN_IN_BYTES);
	if (!read.ok) return read.answer;
	return inTurn(office, 'sign-in', async () => {
		const claimed = await readChallenge(office, read.value.challenge);
		const device = claimed?.keylog.devices.get(claimed.claim.device);
		if (claimed === undefined || device?.revokedAt !== null) return refuse('sign-in');
		const by = { publicKey: device.signKey, origin: call.url.origin };
		if (!(await isAnswered(office, claimed, by))) return refuse('sign-in');
		const { tenant } = claimed.claim;
		const { token, expires, headers } = await openSession(office, { tenant, device: device.device });
		return answer({ token, expires, idle_ms: LIFETIMES.sessionIdleMs }, headers);
	});
}

/**
 * `DELETE /api/v1/session`: ended by lock. With `?leave=drawer` the delivery cookie of a drawer that was removed ends; with
 * `?leave=device` it was the last one, and the browser also drops its cached answers and the pages that it keeps for *Back*.
 * Not the cookies of the whole site, which are not ours, and not its storage: the open shelf stays for the next person.
 */
export async function deleteSession(office: Office, call: Call) {
	const leave = call.url.searchParams.get('leave');
	if (leave !== null && !isOurs(call)) return refuse('other-origin');
	if (leave === null) {
		await endSession(office, call.request);
		return done();
	}
	const headers = await endDelivery(office, call.request);
	return done(leave === 'device' ? { ...headers, 'clear-site-data': '"cache"' } : headers);
}

/** `POST /api/v1/setup`: founds the organisation, once. */
export async function postSetup(office: Office, call: Call) {
	const read = await readRequest(call, parseSetupRequest);
	if (!read.ok) return read.answer;
	return inTurn(office, 'push', async () => {
		const founding = await setUp(office, read.value);
		if (!founding.ok) return refuseWith(founding.problem);
		const now = await office.store.read((sql) => readTenant(sql, read.value.tenant));
		const chain = now === undefined ? null : toBase64Url(now.chain);
		return answer({ acks: founding.acks, seq: now?.seq ?? 0, chain });
	});
}

/** `POST /api/v1/join`: lets an invited device in. */
export async function postJoin(office: Office, call: Call) {
	const read = await readRequest(call, parseJoinRequest);
	if (!read.ok) return read.answer;
	if (read.value.entries.length > LIMITS.pushItems) return refuse('too-large');
	return inTurn(office, 'push', async () => {
		const joined = await join(office, read.value, call.url.origin);
		return joined.ok ? answer(joined.value) : refuseWith(joined.problem);
	});
}

/** `GET /api/v1/health`: whether the store answers; nothing about anybody. */
export async function getHealth(office: Office) {
	const health = await office.store.read(async (sql): Promise<HealthResponse> => {
		const organisation = (await listTenants(sql)).length > 0;
		const { state: backup, at: backup_at } = office.backup;
		return { status: 'ok', schema: await schemaVersion(sql), organisation, backup, backup_at };
	});
	return answer(health);
}

/** `GET /api/v1/health/live`: whether the process answers. */
export function getLive() {
	const live: LiveResponse = { status: 'ok' };
	return Promise.resolve(answer(live));
}
