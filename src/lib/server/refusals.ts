import type { EntryReason, Problem, RequestReason } from '../sync/protocol.ts';

type Row = readonly [status: number, title: string];

/** Words for developers and logs; words for people stand in `messages.ts`. */
const ENTRY_REFUSALS: Readonly<Record<EntryReason, Row>> = {
	malformed: [400, 'The entry breaks the form of its kind'],
	'too-large': [413, 'The entry is larger than the limit'],
	'foreign-tenant': [403, 'The entry belongs to another organisation'],
	unsupported: [501, 'This server does not know this kind or version of entry'],
	'bad-signature': [403, 'The signature is not of the device named'],
	'device-unknown': [403, 'The device did not stand in the keylog named'],
	'device-revoked': [403, 'The device was revoked in the keylog named'],
	'number-used': [409, 'The device has used this number for another entry'],
	'not-yours': [403, 'The author does not own this record, or is not the person of the device'],
	'no-grant': [403, 'No grant of this record to a space of the device'],
	'unknown-recipient': [403, 'The space or its epoch is not one that this author may grant to'],
	'keylog-moved': [409, 'Another statement came first: sign again on the newest one'],
	'not-allowed': [403, 'The signer may not make this statement'],
	'invite-unknown': [403, 'The invite is not in the keylog'],
	'invite-used': [409, 'The invite has been used'],
	'invite-expired': [410, 'The invite has run out']
};

const REQUEST_REFUSALS: Readonly<Record<RequestReason, Row>> = {
	malformed: [400, 'The request is not of the form expected'],
	'too-large': [413, 'The request is larger than the limit'],
	'media-type': [415, 'The request must be application/json, plain or in one layer of gzip'],
	'other-origin': [403, 'The request comes from another origin'],
	'sign-in': [401, 'The credential is missing, unknown or has run out'],
	'not-yours': [403, 'The credential does not allow this'],
	'log-fork': [409, 'The log of the server and the device part ways'],
	'too-many': [429, 'Too many requests'],
	busy: [503, 'The server is busy'],
	'storage-unavailable': [503, 'The server cannot write to its store'],
	'no-organisation': [409, 'No such organisation here'],
	'setup-code-wrong': [403, 'The set-up code is wrong'],
	'setup-code-used': [409, 'The organisation exists: the set-up code has been used'],
	'setup-code-expired': [410, 'The set-up code has run out: restart the server for a new one'],
	'setup-incomplete': [422, 'The entries do not make a whole organisation'],
	'invite-unknown': [403, 'The invite is not in the keylog'],
	'invite-used': [409, 'The invite has been used'],
	'invite-expired': [410, 'The invite has run out'],
	'entry-refused': [422, 'An entry was refused: nothing was stored'],
	'gzip-damaged': [400, 'The request is not whole or not gzip'],
	'not-found': [404, 'There is nothing at this address'],
	method: [405, 'This address does not take the method'],
	'too-slow': [408, 'The request did not arrive in time'],
	'headers-too-large': [431, 'The headers of the request are larger than the limit'],
	'update-app': [426, 'The app is too old to read: update it. What it sent was taken'],
	draining: [503, 'The server is about to stop'],
	fault: [500, 'A fault of the server']
};

function problem<Reason extends string>(reason: Reason, [status, title]: Row): Problem<Reason> {
	return { type: `urn:doorstep:problem:${reason}`, title, status, reason };
}

/** Why one entry was not taken, as it travels. */
export function entryProblem(reason: EntryReason): Problem<EntryReason> {
	return problem(reason, ENTRY_REFUSALS[reason]);
}

/** Why a request was not answered, as it travels. */
export function requestProblem<Reason extends RequestReason>(reason: Reason): Problem<Reason> {
	return problem(reason, REQUEST_REFUSALS[reason]);
}

/** Every reason there is. */
export const ENTRY_REASONS = Object.keys(ENTRY_REFUSALS) as readonly EntryReason[];
export const REQUEST_REASONS = Object.keys(REQUEST_REFUSALS) as readonly RequestReason[];
