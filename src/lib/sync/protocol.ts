/**
 * The wire between a device and the office, version 1: shapes, limits and the words for refusals.
 * Types and constants only, so that page, service worker and server can share it at no cost.
 * Everything travels as JSON; bytes are base64url without padding, times are milliseconds since 1970.
 */

/** Caps of one exchange. @source reference/sync.md section 3 */
export const LIMITS = {
	/** Entries in one push. */
	pushItems: 64,
	/** Bytes of one request body; adapter-node itself stops at 512 kB. */
	requestBytes: 384 * 1024,
	/** Bytes of one header before base64url. */
	headerBytes: 8 * 1024,
	/** Bytes of one entry body before base64url. */
	bodyBytes: 256 * 1024,
	/** Entries and base64url characters in one page of an answer; at least one entry is always sent. */
	pageItems: 200,
	pageChars: 1_000_000,
	/** Records in one bootstrap request. */
	bootstrapRecords: 64
} as const;

/** Which app calls: its version, for example `0.1.0`. Left out by the first apps. Sent with sync and bootstrap. */
export const CLIENT_HEADER = 'doorstep-client';

/** An entry as it travels: header, signature and body. `c` is null where the body is not sent. */
export interface WireEntry {
	readonly h: string;
	readonly s: string;
	readonly c: string | null;
}

/** An entry as it comes back from the log. */
export interface LoggedEntry extends WireEntry {
	readonly seq: number;
	readonly receivedAt: number;
}

/** Why the server did not take one entry. The device parks it, except after `keylog-moved`. */
export type EntryReason =
	| 'malformed'
	| 'too-large'
	| 'foreign-tenant'
	| 'unsupported'
	| 'bad-signature'
	| 'device-unknown'
	| 'device-revoked'
	| 'number-used'
	| 'not-yours'
	| 'no-grant'
	| 'unknown-recipient'
	| 'keylog-moved'
	| 'not-allowed'
	| 'invite-unknown'
	| 'invite-used'
	| 'invite-expired';

/** Why the server did not answer a request at all. */
export type RequestReason =
	| 'malformed'
	| 'too-large'
	| 'media-type'
	| 'other-origin'
	| 'sign-in'
	| 'not-yours'
	| 'log-fork'
	| 'too-many'
	| 'busy'
	| 'storage-unavailable'
	| 'no-organisation'
	| 'setup-code-wrong'
	| 'setup-code-used'
	| 'setup-code-expired'
	| 'setup-incomplete'
	| 'invite-unknown'
	| 'invite-used'
	| 'invite-expired'
	| 'entry-refused'
	| 'gzip-damaged'
	| 'not-found'
	| 'method'
	| 'too-slow'
	| 'headers-too-large'
	| 'update-app'
	| 'draining'
	| 'fault';

/** RFC 9457, with our code as `reason`. `type` is `urn:doorstep:problem:<reason>`; input is never repeated. */
export interface Problem<Reason extends string = RequestReason> {
	readonly type: string;
	readonly title: string;
	readonly status: number;
	readonly reason: Reason;
}

/** 409 `log-fork`: where the server's log stands, so that both heads can be reported. */
export interface ForkProblem extends Problem<'log-fork'> {
	readonly seq: number;
	readonly chain: string;
}

/** 422 `entry-refused` of set-up and joining: nothing was stored; the first entry refused and why. */
export interface EntryRefusedProblem extends Problem<'entry-refused'> {
	readonly index: number;
	readonly entry: EntryReason | 'missing';
}

/** 426 `update-app`: too old to pull. What was pushed was taken all the same: `acks` as in an answer. */
export interface UpdateProblem extends Problem<'update-app'> {
	readonly min_client: string;
	readonly acks: readonly Ack[];
}

/** What became of one pushed entry; answers stand in the order of the push. */
export type Ack =
	| { readonly id: string; readonly seq: number }
	/** The server lacks these entries, or the recovery grant of this key number: push them first. */
	| { readonly id: string; readonly missing: readonly string[]; readonly grant?: number }
	/** `id` is null where the header could not be read. */
	| { readonly id: string | null; readonly problem: Problem<EntryReason> };

/** One round of pages: entries after `from` up to `to`. Echoed by the device while `more` is true. */
export interface Round {
	readonly from: number;
	readonly to: number;
}

/** `POST /api/v1/sync`. */
export interface SyncRequest {
	readonly device: string;
	/** Highest seq applied, and the chain value there (null at 0). */
	readonly cursor: number;
	readonly chain: string | null;
	readonly round?: Round;
	readonly push: readonly WireEntry[];
}

/** Whether a folder for backups is configured, and whether the last one was verified. */
export type BackupState = 'none' | 'pending' | 'verified' | 'failing';

export interface SyncResponse {
	readonly acks: readonly Ack[];
	/** In order of seq. Own entries have no body. */
	readonly pull: readonly LoggedEntry[];
	readonly cursor: number;
	readonly chain: string | null;
	readonly more: boolean;
	/** Present while `more` is true. */
	readonly round?: Round;
	/** Records that became readable to this device and have older entries: fetch them with `bootstrap`. */
	readonly bootstrap: readonly string[];
	/** Entries up to here lie in a verified backup; null: the office keeps none. */
	readonly durable: number | null;
	/** How the office's last backup went. */
	readonly backup: BackupState;
	/** The moment that the newest checked copy holds; null while there is none. */
	readonly backup_at: number | null;
	/** The delivery cookie may not read from this cursor: sync again once the drawer is open. */
	readonly needs_session: boolean;
	readonly next_poll_s: number;
	/** What nobody waits for spreads itself over so many seconds after coming online. */
	readonly hint_window_s: number;
	/** Oldest app that may pull. */
	readonly min_client: string;
}

/** `POST /api/v1/bootstrap`: whole records, one after the other, each in order of seq. */
export interface BootstrapRequest {
	readonly device: string;
	readonly records: readonly string[];
	/** Of the first record only entries after this seq; 0 at first. */
	readonly after: number;
}

export interface BootstrapResponse {
	readonly entries: readonly LoggedEntry[];
	/** What to ask for next; null when all was sent. */
	readonly next: { readonly records: readonly string[]; readonly after: number } | null;
}

/** `POST /api/v1/setup`: creates the organisation, once. Nothing is stored unless every entry is good. */
export interface SetupRequest {
	readonly code: string;
	readonly tenant: string;
	readonly entries: readonly WireEntry[];
}

/** `POST /api/v1/challenge`. A device that is about to join has made its id already. */
export interface ChallengeRequest {
	/** Left out by a device that has only its invite. */
	readonly tenant?: string;
	readonly device: string;
}

/** Sign the DSSE payload `{tenant, device, origin, nonce, expires}` with the device (or invite) key. */
export interface ChallengeResponse {
	readonly tenant: string;
	readonly origin: string;
	readonly nonce: string;
	readonly expires: number;
}

/** A signed challenge: `payload` are the canonical bytes, `s` their signature. */
export interface SignedChallenge {
	readonly payload: string;
	readonly s: string;
}

/** `POST /api/v1/session`. The answer also sets the delivery cookie. */
export interface SessionRequest {
	readonly challenge: SignedChallenge;
}

export interface SessionResponse {
	/** Sent as `Authorization: Bearer`; kept in memory only. */
	readonly token: string;
	/** Unused for this long, it ends; at `expires` it ends in any case. */
	readonly idle_ms: number;
	readonly expires: number;
}

/** `POST /api/v1/join`: with no entries it only returns the keylog, which the invited device must check first. */
export interface JoinRequest {
	/** Public key of the invite, base64url; it signed the challenge. */
	readonly invite: string;
	readonly challenge: SignedChallenge;
	readonly entries: readonly WireEntry[];
}

export interface JoinResponse {
	/** The whole keylog, bodies included, in order of seq. */
	readonly keylog: readonly LoggedEntry[];
	readonly acks: readonly Ack[];
	readonly seq: number;
	readonly chain: string | null;
}

export interface SetupResponse {
	readonly acks: readonly Ack[];
	readonly seq: number;
	readonly chain: string | null;
}

/** `GET /api/v1/health/live`: the process answers, whatever its store does. */
export interface LiveResponse {
	readonly status: 'ok';
}

/** `GET /api/v1/health`: ready to take work. What is not ready is a problem. */
export interface HealthResponse {
	readonly status: 'ok';
	readonly schema: number;
	/** False while the set-up code waits to be used. */
	readonly organisation: boolean;
	readonly backup: BackupState;
	/** As in a sync answer. */
	readonly backup_at: number | null;
}
