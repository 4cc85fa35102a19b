import type { Ack, ForkProblem, SyncRequest, SyncResponse } from '../sync/protocol.ts';
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

/** How long a device in front waits between polls, calm and at full load; a wish, not a rule. */
const NEXT_POLL_S = { calm: 300, full: 1800 };
/** Over how long devices spread what nobody waits for. @source reference/sync.md section 5 */
const HINT_WINDOW_S = { calm: 120, full: 600 };

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

type Advice = Pick<SyncResponse, 'backup' | 'backup_at' | 'next_poll_s' | 'hint_window_s' | 'min_client'>;

/** What every answer says of the office itself: the busier the server, the longer devices stay away. */
function advice({ gate, limits, backup }: Office): Advice {
	const stretched = ({ calm, full }: typeof NEXT_POLL_S) =>
		Math.round(calm + (full - calm) * gate.pressure());
	return {
		backup: backup.state,
		backup_at: backup.at,
		next_poll_s: stretched(NEXT_POLL_S),
		hint_window_s: stretched(HINT_WINDOW_S),
		min_client: limits.minClient
	};
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

/**
 * Takes what is pushed and notes how far the device is, in one transaction if there is anything to write. Noted from
 * what the device shows to have applied, never from what was sent: an answer may be lost.
 */
async function take(office: Office, caller: Caller, { cursor, push }: SyncRequest): Promise<readonly Ack[]> {
	const prepare = (sql: Sql) => moveCursor(sql, caller, { cursor, at: office.now() });
	if (push.length > 0) return receive(office, { tenant: caller.tenant, entries: push, prepare });
	const known = await office.store.read((sql) => readDevice(sql, caller));
	if (known !== undefined && known.cursor < cursor) await office.store.write(prepare, caller.tenant);
	return [];
}

/**
 * Push and pull for a device whose credential was checked.
 * @returns `log-fork` when the device has seen another history: then nothing was taken and nothing is sent */
export async function exchange(office: Office, caller: Caller, request: SyncRequest): Promise<Exchanged> {
	const { tenant } = caller;
	const { cursor } = request;
	const problem = await office.store.read((sql) => forkOf(sql, tenant, request));
	if (problem !== undefined) return { ok: false, problem };
	const acks = await take(office, caller, request);
	return office.store.read(async (sql) => {
		const end = await tenantOf(sql, tenant);
		const mayRead = await mayReadFrom(sql, caller, cursor);
		const page = mayRead ? await pullPage(sql, caller, { position: request, end }) : nothing(request);
		const durable = office.backup.state === 'none' ? null : end.durableSeq;
		return { ok: true, value: { acks, ...page, durable, needs_session: !mayRead, ...advice(office) } };
	});
}
