import { LIMITS, type HealthResponse } from '../sync/protocol.ts';
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
import { networkOf, type Allowance } from './attempts.ts';
import { isAnswered, issueChallenge, readChallenge } from './challenges.ts';
import { answer, guarded, isOurs, readRequest, refuse, refuseWith, type Call } from './http.ts';
import { join } from './join.ts';
import { listTenants, readTenant } from './log.ts';
import { schemaVersion } from './migrations.ts';
import type { Office } from './office.ts';
import { bootstrapPage } from './pull.ts';
import { callerOf, endDelivery, endSession, LIFETIMES, openSession } from './sessions.ts';
import { setUp } from './setup.ts';
import { exchange } from './exchange.ts';

const MINUTE = 60_000;
/** Guesses at set-up codes and invites are hopeless; these keep a flood from costing others their turn. */
const PER_NETWORK: Allowance = { attempts: 120, windowMs: MINUTE };
const PER_DEVICE: Allowance = { attempts: 20, windowMs: MINUTE };

/** Counts an attempt of a network, and of a device where it is known. @returns ms to wait, 0 to go on */
function waitOf(office: Office, call: Call, device?: string): number {
	const ofNetwork = office.attempts.waitFor(`net ${networkOf(call.getClientAddress())}`, PER_NETWORK);
	if (ofNetwork > 0 || device === undefined) return ofNetwork;
	return office.attempts.waitFor(`device ${device}`, PER_DEVICE);
}

/** `POST /api/v1/sync`: push and pull in one. */
export function postSync(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const caller = await callerOf(office, call.request);
		if (caller === undefined) return refuse('sign-in');
		const read = await readRequest(call, parseSyncRequest);
		if (!read.ok) return read.answer;
		if (read.value.device !== caller.device) return refuse('not-yours');
		if (read.value.push.length > LIMITS.pushItems) return refuse('too-large');
		const done = await exchange(office, caller, read.value);
		return done.ok ? answer(done.value, caller.headers) : refuseWith(done.problem);
	});
}

/** `POST /api/v1/bootstrap`: whole records that became readable. Not for the delivery cookie. */
export function postBootstrap(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const caller = await callerOf(office, call.request);
		if (caller === undefined) return refuse('sign-in');
		if (caller.kind !== 'session') return refuse('not-yours');
		const read = await readRequest(call, parseBootstrapRequest);
		if (!read.ok) return read.answer;
		if (read.value.device !== caller.device) return refuse('not-yours');
		const page = await office.store.read(async (sql) => {
			const end = await readTenant(sql, caller.tenant);
			if (end === undefined) throw new AppError('no-tenant', { tenant: caller.tenant });
			return bootstrapPage(sql, caller, { request: read.value, upTo: end.seq });
		});
		return answer(page);
	});
}

/** `POST /api/v1/challenge`: something to sign, for a session or for joining. */
export function postChallenge(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const read = await readRequest(call, parseChallengeRequest);
		if (!read.ok) return read.answer;
		const waitMs = waitOf(office, call, read.value.device);
		if (waitMs > 0) return refuse('too-many', waitMs);
		const issued = await issueChallenge(office, read.value, call.url.origin);
		return issued === undefined ? refuse('no-organisation') : answer(issued);
	});
}

/** `POST /api/v1/session`: a token for a signed challenge, and the delivery cookie. */
export function postSession(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const read = await readRequest(call, parseSessionRequest);
		if (!read.ok) return read.answer;
		const waitMs = waitOf(office, call);
		if (waitMs > 0) return refuse('too-many', waitMs);
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
export function deleteSession(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const leave = call.url.searchParams.get('leave');
		const headers: Record<string, string> = { 'cache-control': 'no-store' };
		if (leave === null) await endSession(office, call.request);
		else if (!isOurs(call)) return refuse('other-origin');
		else Object.assign(headers, await endDelivery(office, call.request));
		if (leave === 'device') headers['clear-site-data'] = '"cache"';
		return new Response(null, { status: 204, headers });
	});
}

/** `POST /api/v1/setup`: founds the organisation, once. */
export function postSetup(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const read = await readRequest(call, parseSetupRequest);
		if (!read.ok) return read.answer;
		const waitMs = waitOf(office, call);
		if (waitMs > 0) return refuse('too-many', waitMs);
		const done = await setUp(office, read.value);
		if (!done.ok) return refuseWith(done.problem);
		const now = await office.store.read((sql) => readTenant(sql, read.value.tenant));
		return answer({
			acks: done.acks,
			seq: now?.seq ?? 0,
			chain: now === undefined ? null : toBase64Url(now.chain)
		});
	});
}

/** `POST /api/v1/join`: lets an invited device in. */
export function postJoin(office: Office, call: Call): Promise<Response> {
	return guarded(async () => {
		const read = await readRequest(call, parseJoinRequest);
		if (!read.ok) return read.answer;
		const waitMs = waitOf(office, call);
		if (waitMs > 0) return refuse('too-many', waitMs);
		if (read.value.entries.length > LIMITS.pushItems) return refuse('too-large');
		const done = await join(office, read.value, call.url.origin);
		return done.ok ? answer(done.value) : refuseWith(done.problem);
	});
}

/** `GET /api/v1/health`: whether the store answers; nothing about anybody. */
export function getHealth(office: Office): Promise<Response> {
	return guarded(async () => {
		const health = await office.store.read(async (sql): Promise<HealthResponse> => {
			const organisation = (await listTenants(sql)).length > 0;
			return { status: 'ok', schema: await schemaVersion(sql), organisation, backup: office.backup.state };
		});
		return answer(health);
	});
}
