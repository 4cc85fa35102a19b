/** Words about delivery. Never more than is true: what the server has not shown in its log is not called delivered. */
import { clockTime, dayAndTime } from './clock-time.ts';
import type { Carried } from './deliver-now.ts';
import type { WaitingItem, WaitingView } from './waiting-view.ts';

export type { CopyState } from '../vault/copy-state.ts';

/** Why something still waits; it is sent by itself. */
const WAITING: Readonly<Record<string, string>> = {
	offline: 'the office could not be reached',
	'sign-in': 'this device has to sign in: unlock your records once with signal',
	'not-yours': 'the office does not let this device send any more: tell whoever runs Doorstep',
	'too-large': 'it was called too large on the way, so smaller parts are tried',
	'too-many': 'the office asked to wait',
	busy: 'the office is busy and asked to wait',
	'server-fault': 'the office has a fault',
	'not-doorstep': 'something else answered in place of the office, such as the sign-in page of a network',
	refused: 'the office did not take the request',
	missing: 'something that belongs before it is missing',
	'log-fork': "the office's history changed, so everything is compared again",
	acknowledged: 'the office has it, and has not shown it back yet'
};

/** What was refused for good, and what a person can do. Nothing of it is lost. */
const PARKED: Readonly<Record<string, string>> = {
	'too-large': 'It is too large to send. Shorten the record.',
	'bad-signature': 'Its signature did not arrive whole. Tell whoever runs Doorstep.',
	'device-unknown': 'The office does not know this device. Join the organisation again.',
	'device-revoked': 'This device was taken out of the organisation. Speak to whoever runs Doorstep.',
	'not-yours': 'The record belongs to somebody else. Copy what you wrote to its owner.',
	'no-grant': 'The key for the office is missing. Open the record and change it once.',
	'unknown-recipient': 'It was sealed to somebody whom the office does not know. Tell whoever runs Doorstep.',
	'keylog-moved': 'Somebody else changed who belongs to the office first. Do it once more.',
	'not-allowed': 'Your role may not do this. Speak to whoever runs Doorstep.',
	'invite-expired': 'The invite has expired. Make a new one.',
	'invite-used': 'The invite was used already. Make a new one.',
	unsupported: 'The office runs an older Doorstep. Tell whoever runs it.'
};

const PARKED_ELSE = 'The office refused it. Copy the text to be safe, and tell whoever runs Doorstep';

/** One delivery cookie serves all people of this browser: it is the one of whoever signed in last. */
export const HELD_UP =
	'Somebody else has used Doorstep on this device since. What waits here stays sealed, and is sent once you unlock your records with signal.';

/** Short words why something waits, for the middle of a sentence. */
export function waitingReason(reason: string | undefined): string {
	if (reason === undefined) return 'not tried yet';
	return WAITING[reason] ?? `the office said "${reason}"`;
}

/** Why something needs a person, and what to do. */
export function parkedReason(reason: string | undefined): string {
	const known = PARKED[reason ?? ''];
	return known ?? `${PARKED_ELSE}${reason === undefined ? '' : ` (${reason})`}.`;
}

/** Time of a try: the hour today, otherwise the day too. @param at ms */
export function tryTime(at: number, now = Date.now()): string {
	const text = new Date(at).toISOString();
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? clockTime(text) : dayAndTime(text);
}

/** Beside the state: why, and when it was tried last. Empty when there is nothing to say. */
export function reasonLine({
	place,
	reason,
	triedAt
}: Pick<WaitingItem, 'reason' | 'triedAt'> & { place: string }): string {
	if (place === 'parked') return parkedReason(reason);
	if (place !== 'waiting') return '';
	const tried = triedAt === undefined ? '' : `, last try ${tryTime(triedAt)}`;
	return `Waiting to send: ${waitingReason(reason)}${tried}`;
}

const things = (count: number) => (count === 1 ? '1 item' : `${count} items`);

/** A few words for the top bar; undefined when there is nothing to say. */
export function topWords({ items, isForked }: WaitingView): string | undefined {
	if (isForked) return 'Server history changed';
	const parked = items.filter(({ place }) => place === 'parked').length;
	if (parked > 0) return `Not sent: ${things(parked)} ${parked === 1 ? 'needs' : 'need'} you`;
	return items.length > 0 ? `${things(items.length)} waiting to send` : undefined;
}

/** What a try came to, in one sentence. */
export function sendResult(end: Carried, { items }: WaitingView): string {
	if (end.kind === 'not-joined')
		return 'This device has not joined an organisation, so there is nowhere to send to.';
	if (end.kind === 'held-up') return HELD_UP;
	if (end.kind === 'elsewhere') return 'Another tab or the browser itself is sending now.';
	if (end.kind === 'waiting') return `Not sent: ${waitingReason(end.trouble)}. It is tried again by itself.`;
	if (items.some(({ place }) => place === 'parked'))
		return 'The rest was sent. What needs you is listed here.';
	if (items.length > 0) return 'Sent. The office has not shown everything back yet.';
	return 'Everything is on the server.';
}
