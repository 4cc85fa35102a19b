/** Words about sending: where a share stands, what to look at, what is due. */
import type { PointWarning } from './record/points.ts';
import type { SendingState } from './record/share-plan.ts';

export const sendingWords: Readonly<Record<SendingState, string>> = {
	'not-sent': 'Not sent',
	held: 'Not sent: the checks say wait',
	sent: 'Sent, nothing said about receipt',
	waiting: 'Waiting for receipt',
	chase: 'Chase now',
	confirmed: 'Receipt confirmed'
};

export const pointWarnings: Readonly<Record<PointWarning, string>> = {
	traced: 'Has a word of what you wrote under who must not be traced. Could this lead somebody to them?',
	'unnamed-source':
		'The source may have asked not to be named. Does the receiver need it, and can it go without the source?',
	'third-person': 'Comes from somebody this record is not about. Does it give that person away?'
};

export const shareWords = {
	nobody: 'The receiver',
	nothingToSend: 'The answers of this record do not send anything to anybody, so there is no plan.',
	noSuchReceiver: 'There is no such receiver in this record any more. Nothing of it is lost.',
	held: 'The checks say: do not send yet. Set a time, or choose another way.',
	silence: 'It is urgent, so silence counts as not received.',
	chase: 'Nothing has come back. Phone them now.',
	notKept: 'This could not be saved. Nothing was changed; try again.',
	beforeDecision: 'This is before the decision. Check the day and the time.',
	inFuture: 'This is in the future. Check the day and the time.',
	beforeSending: 'This is before it was sent. Check the day and the time.',
	whoAndContact: 'Say who gets it, and the number or address you used',
	chaseTime: 'Set the time when you will chase it next',
	noItems: 'Nothing is listed as shared yet'
} as const;

export const breachWords = {
	safety: 'Keep people safe before any paperwork.',
	warn: 'If an address or a hiding place got out, warn the person or the refuge first. Then come back.',
	noClock: 'Say when you first knew: the 72 hours count from then.',
	untilUnlikely:
		'It runs until the regulator is told, or you decide with your data protection officer that a risk is unlikely.',
	notNeeded: 'A risk to people is unlikely, so the regulator need not hear. It stays in the log.',
	sayWhy: 'Say why, in your own words.',
	tellPeople: 'The risk is high: the people affected must be told too. Nothing here says that they were.',
	elsewhere: 'It is not on this device. It may be on another device of yours.',
	notInFuture: 'This is in the future. Say when you first knew',
	noTime: 'Say when you first knew, with the day and the time'
} as const;

const MINUTE_MS = 60_000;
const UNITS = [
	{ name: 'day', minutes: 1440 },
	{ name: 'hour', minutes: 60 },
	{ name: 'minute', minutes: 1 }
] as const;

/** A span in its two largest units, for example `2 days 3 hours`; under a minute it is `less than a minute`. */
export function spanWords(ms: number): string {
	let left = Math.floor(ms / MINUTE_MS);
	const said: string[] = [];
	for (const { name, minutes } of UNITS) {
		const count = Math.floor(left / minutes);
		left -= count * minutes;
		if (count > 0) said.push(`${count} ${name}${count === 1 ? '' : 's'}`);
	}
	return said.slice(0, 2).join(' ') || 'less than a minute';
}
