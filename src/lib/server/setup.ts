import type { SetupRequest } from '../sync/protocol.ts';
import { equalBytes, fromBase64Url, toBase32, utf8, type Bytes } from '../trust/bytes.ts';
import {
	isAdministrator,
	liveDevices,
	newestEpoch,
	recoverySpace,
	type Keylog
} from '../trust/keylog-state.ts';
import { readStatement } from '../trust/statements.ts';
import { AppError } from '../errors.ts';
import { secretHash } from './credentials.ts';
import { addTenant, listTenants } from './log.ts';
import type { Office } from './office.ts';
import { requestProblem } from './refusals.ts';
import { STATEMENTS } from './statements.ts';
import { text, type Sql } from './store.ts';
import { receiveWhole, type WholeOutcome } from './whole-delivery.ts';

/** @source keys-and-states.md section 6 */
const CODE_LIVES_MS = 30 * 60_000;
const CODE_BYTES = 10;
const NOTE = 'setup-code';

/** As typed or read aloud: any case, with or without hyphens. */
const plain = (code: string) => code.replaceAll(/[\s-]/g, '').toLowerCase();

/**
 * A new set-up code, good for 30 minutes; earlier ones are void. 80 random bits in four groups.
 * @returns undefined when an organisation exists: then no code is ever good again
 */
export async function issueSetupCode(office: Office): Promise<string | undefined> {
	const code = toBase32(office.random(CODE_BYTES));
	const note = JSON.stringify({ hash: await secretHash(code), expires: office.now() + CODE_LIVES_MS });
	const isIssued = await office.store.write(async (sql) => {
		if ((await listTenants(sql)).length > 0) return false;
		await sql.run(STATEMENTS.putNote, NOTE, note);
		return true;
	});
	return isIssued ? (code.toUpperCase().match(/.{4}/g) ?? []).join('-') : undefined;
}

/** Why nobody is founded by this code. */
type CodeReason = 'setup-code-used' | 'setup-code-wrong' | 'setup-code-expired';

async function problemOfCode(sql: Sql, hash: string, now: number): Promise<CodeReason | undefined> {
	if ((await listTenants(sql)).length > 0) return 'setup-code-used';
	const [row] = await sql.all(STATEMENTS.note, NOTE);
	if (row === undefined) return 'setup-code-wrong';
	// Written by `issueSetupCode` alone.
	const issued = JSON.parse(text(row.v)) as { hash: string; expires: number };
	if (!equalBytes(utf8(issued.hash), utf8(hash))) return 'setup-code-wrong';
	return issued.expires <= now ? 'setup-code-expired' : undefined;
}

/** The root key that the first entry names; whether it signed is the keylog's to check. */
function rootKeyOf({ entries }: SetupRequest): Bytes | undefined {
	const body = fromBase64Url(entries[0]?.c ?? '');
	const statement = body && readStatement(body);
	return statement?.ok === true && statement.value.type === 'root'
		? fromBase64Url(statement.value.publicKey)
		: undefined;
}

/** An administrator's device that can sign on, and a recovery key that every record will be granted to. */
function isWhole(keylog: Keylog): boolean {
	const hasRecovery = newestEpoch(recoverySpace(keylog)) !== undefined;
	const persons = [...keylog.persons.keys()];
	const leads = persons.filter((person) => isAdministrator(keylog, person));
	return hasRecovery && leads.some((person) => liveDevices(keylog, person).length > 0);
}

/**
 * Creates the organisation: root key and first keylog entries, all or nothing. The code is used up by success only,
 * so that a refused entry can be corrected.
 */
export async function setUp(
	office: Office,
	request: SetupRequest
): Promise<WholeOutcome<CodeReason | 'setup-incomplete'>> {
	const rootKey = rootKeyOf(request);
	if (rootKey === undefined) return { ok: false, problem: requestProblem('setup-incomplete') };
	const hash = await secretHash(plain(request.code));
	const { tenant, entries } = request;
	let refusal: CodeReason | undefined;
	const prepare = async (sql: Sql) => {
		refusal = await problemOfCode(sql, hash, office.now());
		if (refusal !== undefined) throw new AppError('setup-refused', { reason: refusal });
		// Of two processes that are asked at once, one finds the code gone.
		if ((await sql.run(STATEMENTS.dropNote, NOTE)) === 0) {
			refusal = 'setup-code-used';
			throw new AppError('setup-refused', { reason: refusal });
		}
		await addTenant(sql, { tenant, rootKey, at: office.now() });
	};
	const admits = (entry: { readonly header: { readonly kind: string } }) => entry.header.kind === 'key';
	const delivery = { tenant, entries, prepare, admits, judgesExpiry: true };
	try {
		return await receiveWhole(office, delivery, { isComplete: isWhole, incomplete: 'setup-incomplete' });
	} catch (fault) {
		if (refusal === undefined) throw fault;
		return { ok: false, problem: requestProblem(refusal) };
	}
}
