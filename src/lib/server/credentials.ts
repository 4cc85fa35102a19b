import { sha256, toBase64Url, utf8 } from '../trust/bytes.ts';
import type { DeviceName } from './readers.ts';
import { STATEMENTS } from './statements.ts';
import { count, text, type Sql } from './store.ts';

/** What a credential may do: keys-and-states.md section 6. */
export type CredentialKind = 'session' | 'delivery';

export interface Credential extends DeviceName {
	readonly kind: CredentialKind;
	/** Server time, ms. */
	readonly expiresAt: number;
	/** Names the row; the token itself is never stored. */
	readonly tokenHash: string;
}

/** What is stored in place of a secret. */
export async function secretHash(secret: string): Promise<string> {
	return toBase64Url(await sha256(utf8(secret)));
}

/** Notes a nonce that may be answered once until `expiresAt`. Old ones go. */
export async function addChallenge(
	sql: Sql,
	{ tenant, device }: DeviceName,
	issued: { readonly nonce: string; readonly now: number; readonly expiresAt: number }
): Promise<void> {
	await sql.run(STATEMENTS.dropOldChallenges, tenant, issued.now);
	await sql.run(STATEMENTS.addChallenge, tenant, device, await secretHash(issued.nonce), issued.expiresAt);
}

/** Uses a nonce up. @returns whether it was issued to this device, is not used yet and has not run out */
export async function takeChallenge(
	sql: Sql,
	{ tenant, device }: DeviceName,
	answered: { readonly nonce: string; readonly now: number }
): Promise<boolean> {
	const hash = await secretHash(answered.nonce);
	return (await sql.run(STATEMENTS.takeChallenge, tenant, device, hash, answered.now)) === 1;
}

/** A device has one delivery cookie, the newest; sessions may overlap for as long as they live. Old ones go. */
export async function addCredential(sql: Sql, made: Credential & { readonly now: number }): Promise<void> {
	await sql.run(STATEMENTS.dropOldCredentials, made.tenant, made.now);
	if (made.kind === 'delivery') {
		await sql.run(STATEMENTS.dropCredentialsOfKind, made.tenant, made.device, made.kind);
	}
	const { tenant, tokenHash, device, kind, expiresAt } = made;
	await sql.run(STATEMENTS.addCredential, tenant, tokenHash, device, kind, expiresAt);
}

/** @param shown `now`: server time, ms */
export async function readCredential(
	sql: Sql,
	shown: { readonly tenant: string; readonly tokenHash: string; readonly now: number }
): Promise<Credential | undefined> {
	const [row] = await sql.all(STATEMENTS.credential, shown.tenant, shown.tokenHash, shown.now);
	if (row === undefined) return undefined;
	const kind = text(row.kind) === 'session' ? 'session' : 'delivery';
	const { tenant, tokenHash } = shown;
	return { tenant, tokenHash, kind, device: text(row.device_id), expiresAt: count(row.expires_at) };
}

export async function extendCredential(
	sql: Sql,
	{ tenant, tokenHash }: Pick<Credential, 'tenant' | 'tokenHash'>,
	expiresAt: number
): Promise<void> {
	await sql.run(STATEMENTS.extendCredential, tenant, tokenHash, expiresAt);
}

export async function dropCredential(
	sql: Sql,
	{ tenant, tokenHash }: Pick<Credential, 'tenant' | 'tokenHash'>
): Promise<void> {
	await sql.run(STATEMENTS.dropCredential, tenant, tokenHash);
}
