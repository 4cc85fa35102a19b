import type { ForkProblem, SyncRequest, SyncResponse } from '../sync/protocol.ts';
import { toBase64Url } from '../trust/bytes.ts';
import { AppError } from '../errors.ts';
import { readTenant, type Tenant } from './log.ts';
import type { Office } from './office.ts';
import { isForked, pullPage, type Page } from './pull.ts';
import { moveCursor, readDevice } from './readers.ts';
import { receive } from './receive.ts';
import { requestProblem } from './refusals.ts';
import type { Caller } from './sessions.ts';
import type { Sql } from './store.ts';

/** How long a device in front waits between polls; a wish, not a rule. */
const NEXT_POLL_S = 300;
/** Oldest app that may pull; every one may push. */
const MIN_CLIENT = '0.1';

type Exchanged =
	{ readonly ok: true; readonly value: SyncResponse } | { readonly ok: false; readonly problem: ForkProblem };

async function tenantOf(sql: Sql, tenant: string): Promise<Tenant> {
	const found = await readTenant(sql, tenant);
	if (found === undefined) throw new AppError('no-tenant', { tenant });
	return found;
}

async function forkOf(sql: Sql, tenant: string, request: SyncRequest): Promise<ForkProblem | undefined> {
	if (!(await isForked(sql, tenant, request))) return undefined;
	const { seq, chain } = await tenantOf(sql, tenant);
	return { ...requestProblem('log-fork'), seq, chain: toBase64Url(chain) };
}

/** What a device is sent when its credential may not read from where it stands. */
function nothing({ cursor, chain }: SyncRequest): Page {
	return { pull: [], cursor, chain, more: false, bootstrap: [] };
}

/**
 * The cookie alone reads nothing that the device has had before: a thief with a locked device cannot fetch back what
 * was removed from it. A device that stands lower waits for its session, since a gap in its log would be worse.
 */
async function mayReadFrom(sql: Sql, caller: Caller, cursor: number): Promise<boolean> {
	if (caller.kind === 'session') return true;
	const device = await readDevice(sql, caller);
	return device !== undefined && cursor >= device.cursor;
}

/** Noted from what the device shows to have applied, never from what was sent: an answer may be lost. */
async function noteCursor(office: Office, caller: Caller, cursor: number): Promise<void> {
	const known = await office.store.read((sql) => readDevice(sql, caller));
	if (known === undefined || known.cursor >= cursor) return;
	await office.store.write((sql) => moveCursor(sql, caller, { cursor, at: office.now() }), caller.tenant);
}

/**
 * Push and pull for a device whose credential was checked.
 * @returns `log-fork` when the device has seen another history: then nothing was taken and nothing is sent */
export async function exchange(office: Office, caller: Caller, request: SyncRequest): Promise<Exchanged> {
	const { tenant } = caller;
	const { cursor, push } = request;
	const problem = await office.store.read((sql) => forkOf(sql, tenant, request));
	if (problem !== undefined) return { ok: false, problem };
	const acks = push.length === 0 ? [] : await receive(office, { tenant, entries: push });
	await noteCursor(office, caller, cursor);
	return office.store.read(async (sql) => {
		const end = await tenantOf(sql, tenant);
		const mayRead = await mayReadFrom(sql, caller, cursor);
		const page = mayRead ? await pullPage(sql, caller, { position: request, end }) : nothing(request);
		const durable = office.backup.state === 'none' ? null : end.durableSeq;
		const advice = { needs_session: !mayRead, next_poll_s: NEXT_POLL_S, min_client: MIN_CLIENT };
		return { ok: true, value: { acks, ...page, durable, ...advice } };
	});
}
