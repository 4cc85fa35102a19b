import { AppError } from '../errors.ts';
import { readEntry } from '../trust/entry.ts';
import { fingerprint } from '../trust/ids.ts';
import { applyKeylog } from '../trust/keylog.ts';
import { startKeylog, type Keylog } from '../trust/keylog-state.ts';
import { hash } from './hash.ts';
import { entryAt, keylogHead, readKeylog, readTenant, type BodiedEntry } from './log.ts';
import type { Sql } from './store.ts';

/** The checked keylog of an organisation, and the seq up to which it was read. */
interface Checked {
	readonly keylog: Keylog;
	readonly seq: number;
}

/** The checked keylogs of all organisations, kept in memory and brought up to date from the log. */
export interface Keylogs {
	/** The keylog as the log has it now. @throws AppError 'keylog-broken' when the stored log breaks its own rules */
	current(sql: Sql, tenant: string): Promise<Keylog>;
}

/**
 * Expiry is not judged again here: it was when the statement came in, and a statement that devices sent back after a
 * restore has a later time of receipt.
 */
async function apply(keylog: Keylog, stored: BodiedEntry): Promise<Keylog> {
	const entry = await readEntry({ h: stored.header, s: stored.signature, c: stored.body }, hash);
	if (!entry.ok) throw new AppError('keylog-broken', { seq: stored.seq, reason: entry.reason });
	const next = await applyKeylog(keylog, entry.value, null);
	if (!next.ok) throw new AppError('keylog-broken', { seq: stored.seq, reason: next.reason });
	return next.value;
}

async function beginning(sql: Sql, tenant: string): Promise<Checked> {
	const known = await readTenant(sql, tenant);
	if (known === undefined) throw new AppError('no-tenant', { tenant });
	return { keylog: startKeylog(await fingerprint(known.rootKey)), seq: 0 };
}

/** Where to go on from: the copy, or the beginning when it is not a part of the log any more. */
async function startOf(
	sql: Sql,
	tenant: string,
	at: { readonly cached: Checked | undefined; readonly headSeq: number }
): Promise<Checked> {
	// A transaction that was undone may have left a copy with statements that never were.
	const { cached } = at;
	const isPart =
		cached !== undefined &&
		cached.seq < at.headSeq &&
		(await entryAt(sql, tenant, cached.seq))?.id === cached.keylog.head;
	return isPart ? cached : beginning(sql, tenant);
}

/** Keeps the keylogs of one process. Each read asks the log for its newest statement, so that no copy grows stale. */
export function openKeylogs(): Keylogs {
	const known = new Map<string, Checked>();
	return {
		async current(sql, tenant) {
			const head = await keylogHead(sql, tenant);
			const cached = known.get(tenant);
			if (cached !== undefined && cached.keylog.head === head?.id) return cached.keylog;
			let { keylog, seq } = await startOf(sql, tenant, { cached, headSeq: head?.seq ?? 0 });
			for (const stored of await readKeylog(sql, tenant, seq)) {
				keylog = await apply(keylog, stored);
				seq = stored.seq;
			}
			// An organisation without statements may still be undone, and come again with another root.
			if (seq > 0) known.set(tenant, { keylog, seq });
			return keylog;
		}
	};
}
