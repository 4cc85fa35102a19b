import { toBase64Url } from '../trust/bytes.ts';
import {
	addCredential,
	dropCredential,
	extendCredential,
	readCredential,
	secretHash,
	type Credential,
	type CredentialKind
} from './credentials.ts';
import type { Office } from './office.ts';
import type { DeviceName } from './readers.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** @source keys-and-states.md section 6 */
export const LIFETIMES = {
	sessionIdleMs: 15 * MINUTE,
	sessionMs: 8 * 60 * MINUTE,
	deliveryMs: 30 * DAY,
	challengeMs: 2 * MINUTE
} as const;

/** A use moves the end of a credential only when it gains this much: not every poll is a write. */
const WORTH_MOVING: Readonly<Record<CredentialKind, number>> = { session: MINUTE, delivery: DAY };

const TOKEN_BYTES = 32;
const COOKIE = '__Host-delivery';

/** What a caller shows: `tenant.secret` of a delivery, `tenant.secret.end` of a session. */
interface Token {
	readonly tenant: string;
	readonly kind: CredentialKind;
	/** Hard end of a session; part of what is hashed, so it cannot be moved. */
	readonly endsAt: number;
	readonly text: string;
}

function readToken(text: string, kind: CredentialKind): Token | undefined {
	const match = /^([a-z2-7]{26})\.[\w-]{43}(?:\.([0-9a-z]{1,10}))?$/.exec(text);
	const [, tenant, end] = match ?? [];
	if (tenant === undefined || (kind === 'session') !== (end !== undefined)) return undefined;
	return { tenant, kind, endsAt: end === undefined ? Infinity : parseInt(end, 36), text };
}

function shownToken({ headers }: Request): Token | undefined {
	const authorization = headers.get('authorization');
	// A session that ran out is not silently replaced by the weaker cookie.
	if (authorization !== null) return readToken(authorization.replace(/^Bearer /, ''), 'session');
	const cookies = (headers.get('cookie') ?? '').split(/;\s*/);
	const mine = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`));
	return mine === undefined ? undefined : readToken(mine.slice(COOKIE.length + 1), 'delivery');
}

/** Who is calling, and with what. */
export interface Caller extends DeviceName {
	readonly kind: CredentialKind;
	/** To be sent with the answer; empty when there is nothing new. */
	readonly headers: Readonly<Record<string, string>>;
}

function cookie(text: string): string {
	const seconds = LIFETIMES.deliveryMs / 1000;
	return `${COOKIE}=${text}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Strict`;
}

function newEnd({ kind, endsAt }: Token, now: number): number {
	return kind === 'session' ? Math.min(now + LIFETIMES.sessionIdleMs, endsAt) : now + LIFETIMES.deliveryMs;
}

/** Who the credential of a request belongs to; using it lets it live longer. Undefined: none that holds. */
export async function callerOf(office: Office, request: Request): Promise<Caller | undefined> {
	const token = shownToken(request);
	if (token === undefined) return undefined;
	const now = office.now();
	const shown = { tenant: token.tenant, tokenHash: await secretHash(token.text), now };
	const known = await office.store.read((sql) => readCredential(sql, shown));
	if (known?.kind !== token.kind) return undefined;
	const { tenant, device, kind } = known;
	const end = newEnd(token, now);
	if (end - known.expiresAt < WORTH_MOVING[kind]) return { tenant, device, kind, headers: {} };
	await office.store.write((sql) => extendCredential(sql, known, end), tenant);
	const headers: Caller['headers'] = kind === 'delivery' ? { 'set-cookie': cookie(token.text) } : {};
	return { tenant, device, kind, headers };
}

/** The credentials of an open drawer. */
export interface NewSession {
	readonly token: string;
	readonly expires: number;
	readonly headers: Readonly<Record<string, string>>;
}

/** Opens a session and sets the delivery cookie anew. The caller has checked the signed challenge. */
export async function openSession(office: Office, name: DeviceName): Promise<NewSession> {
	const now = office.now();
	const secret = () => `${name.tenant}.${toBase64Url(office.random(TOKEN_BYTES))}`;
	const expires = now + LIFETIMES.sessionMs;
	const token = `${secret()}.${expires.toString(36)}`;
	const delivery = secret();
	const row = async (
		kind: CredentialKind,
		text: string,
		lifeMs: number
	): Promise<Credential & { now: number }> => ({
		...name,
		kind,
		tokenHash: await secretHash(text),
		expiresAt: now + lifeMs,
		now
	});
	const rows = [
		await row('session', token, LIFETIMES.sessionIdleMs),
		await row('delivery', delivery, LIFETIMES.deliveryMs)
	];
	await office.store.write(async (sql) => {
		for (const one of rows) await addCredential(sql, one);
	}, name.tenant);
	return { token, expires, headers: { 'set-cookie': cookie(delivery) } };
}

/**
 * Ends the delivery cookie that a request shows, with what it may do: the drawer behind it was removed.
 * @returns headers that take it out of the browser */
export async function endDelivery(office: Office, request: Request): Promise<Record<string, string>> {
	const token = shownToken(request);
	if (token?.kind === 'delivery') {
		const tokenHash = await secretHash(token.text);
		await office.store.write((sql) => dropCredential(sql, { tenant: token.tenant, tokenHash }), token.tenant);
	}
	return { 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict` };
}

/** Ends the session that a request shows. The delivery cookie stays: a locked device still delivers. */
export async function endSession(office: Office, request: Request): Promise<void> {
	const token = shownToken(request);
	if (token?.kind !== 'session') return;
	const tokenHash = await secretHash(token.text);
	await office.store.write((sql) => dropCredential(sql, { tenant: token.tenant, tokenHash }), token.tenant);
}
