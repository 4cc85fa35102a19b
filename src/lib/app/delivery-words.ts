/** Words about delivery. Never more than is true: what the server has not shown in its log is not called delivered. */
import { clockTime, dayAndTime } from './clock-time.ts';
import type { Carried } from './deliver-now.ts';
import { parkedFor } from './parked-words.ts';
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
	'update-app': 'this Doorstep is too old to receive: update it. What you write is sent all the same',
	'no-room': 'this device has no room for what the office sends: free some',
	storage: 'this device could not store what the office sent',
	missing: 'something that belongs before it is missing',
	'log-fork': "the office's history changed, so everything is compared again",
	acknowledged: 'the office has it, and has not shown it back yet'
};

/** One delivery cookie serves all people of this browser: it is the one of whoever signed in last. */
export const HELD_UP =
	'Somebody else has used Doorstep on this device since. What waits here stays sealed, and is sent once you unlock your records with signal.';

/** Short words why something waits, for the middle of a sentence. */
export function waitingReason(reason: string | undefined): string {
	if (reason === undefined) return 'not tried yet';
	return WAITING[reason] ?? `the office said "${reason}"`;
}

/** Time of a try: the hour today, otherwise the day too. @param at ms */
export function tryTime(at: number, now = Date.now()): string {
	const text = new Date(at).toISOString();
	const isToday = new Date(at).toDateString() === new Date(now).toDateString();
	return isToday ? clockTime(text) : dayAndTime(text);
}

const MINUTE_MS = 60_000;
const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'} ago`;

/** How long ago, in the largest whole unit. @param at ms, by this device's clock, which may have been set since */
export function agoWords(at: number, now = Date.now()): string {
	const minutes = Math.floor((now - at) / MINUTE_MS);
	if (minutes < 0) return 'by a clock that was set since';
	if (minutes < 1) return 'just now';
	if (minutes < 60) return many(minutes, 'minute');
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? many(hours, 'hour') : many(Math.floor(hours / 24), 'day');
}

/** Beside the state: why, and when it was tried last. Empty when there is nothing to say. */
export function reasonLine({
	place,
	reason,
	triedAt
}: Pick<WaitingItem, 'reason' | 'triedAt'> & { place: string }): string {
	if (place === 'parked') return parkedFor(reason).words;
	if (place !== 'waiting') return '';
	const tried = triedAt === undefined ? '' : `, last try ${tryTime(triedAt)}`;
	return `Waiting to send: ${waitingReason(reason)}${tried}`;
}

/** What a try came to, in one sentence. */
export function sendResult(end: Carried, { items }: WaitingView): string {
	if (end.kind === 'not-joined')
		return 'This device has not joined an organisation, so there is nowhere to send to.';
	if (end.kind === 'held-up') return HELD_UP;
	if (end.kind === 'elsewhere') return 'Another tab or the browser itself is sending now.';
	if (
		end.kind === 'waiting' &&
		end.trouble === 'update-app' &&
		items.every(({ reason }) => reason === 'acknowledged')
	)
		return 'Sent. This Doorstep is too old to receive: update it.';
	if (end.kind === 'waiting') return `Not sent: ${waitingReason(end.trouble)}. It is tried again by itself.`;
	if (items.some(({ place }) => place === 'parked'))
		return 'The rest was sent. What needs you is listed here.';
	if (items.length > 0) return 'Sent. The office has not shown everything back yet.';
	return 'Everything is on the server.';
}
