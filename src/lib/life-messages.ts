/** Words about a signed record: its versions, what was added, its timeline, and clearing it from this device. */
import { redWords } from './office-messages.ts';
import type { ReplayDifference } from './record/replay-check.ts';
import { momentWords } from './record/summary.ts';
import type { TimelineLine } from './record/timeline.ts';
import type { Json } from './record/types.ts';

/** Where a signed version is in its life. */
export const versionLife = { current: 'Current', replaced: 'Replaced' } as const;

export const changeWords = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

/** What does not hold about a signed version. Each is said on every page of the record. */
export function proofWords(problem: string): string {
	const problems: Readonly<Record<string, string>> = {
		'no-entry': 'The signed entry of this record is missing or damaged on this device.',
		'device-unknown': 'It was signed by a device that your organisation does not know.',
		'device-not-standing': 'It was signed by a device that had been taken out of your organisation.',
		'bad-signature': 'The signature does not fit: the signed entry was changed after it was signed.',
		'no-text': 'The signed text is not on this device any more.',
		'other-text': 'The text on this device is not the text that was signed.',
		'wrong-content-root': 'A value in the signed text does not fit the signature over all of them.',
		'other-pack': 'The questions on this device are not those that the record was signed with.'
	};
	return problems[problem] ?? 'The signed text does not open.';
}

const DIFFERENCES: Readonly<Record<ReplayDifference, string>> = {
	path: 'the path of questions',
	outcomes: 'the outcome',
	kinds: 'the kind of record',
	flags: 'what the answers marked',
	bases: 'the lawful basis that was suggested'
};

/** What a replay found otherwise. */
export function replayWords(what: readonly ReplayDifference[]): string {
	const parts = what.map((part) => DIFFERENCES[part]);
	return `The signed answers, gone through again on their own rules, do not lead where the record says. Different: ${parts.join(', ')}.`;
}

export const proofAdvice =
	'Do not rely on this copy. Tell whoever runs Doorstep in your organisation, and give the record number. Do not clear it from this device.';

/** Why nothing was added, begun, dropped or cleared. Everything is as it was. */
export function lifeProblem(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'not-open': 'Your records are locked. Unlock them, then try again',
		'not-joined': 'This device belongs to no organisation, so nothing can be signed here',
		'not-final': 'This record is not final yet, so there is nothing to add to',
		'draft-open': 'A new version of this record is being written. Make it final first',
		'no-reason': 'Write why there is a new version',
		'not-sound': 'What was signed does not hold, so nothing may start from it. Tell whoever runs Doorstep',
		'no-version-open': 'No new version is being written',
		'has-revision':
			'This version was kept as a draft already, so it stays. Make it final, or leave it as a draft',
		'not-saved': 'The newest words could not be saved first. Try again',
		cleared: 'This record was cleared from this device',
		'no-key': 'The key of this record is not on this device',
		'too-large': 'That is too much for one addition. Shorten it',
		full: 'This device is full. Free some space, then try again',
		storage: 'This device did not open its storage. Close other tabs, then try again',
		moving: 'This record is still being moved into your organisation. Lock and unlock, then try again'
	};
	return problems[reason] ?? redWords(reason);
}

/** Why a record must stay on this device, and what comes first. */
export function clearObstacleWords(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'not-final': 'It is a draft. Only a final record can be cleared.',
		'not-exported': 'Nothing was taken out of it yet. Copy it for your case system first.',
		'not-confirmed':
			'Nobody has confirmed yet that the copy stands in the case system. Say so on the page "Hand over" first.',
		'not-held':
			'Something of it is only on this device: the office has not shown it back yet, or it is not in the backup. Wait until it was sent.'
	};
	return problems[reason] ?? `${lifeProblem(reason)}.`;
}

const LINES: Readonly<Record<string, string>> = {
	begun: 'Record begun',
	decided: 'Decision made',
	drafts: 'Draft kept',
	late: 'Late work, not part of the signed record',
	beside: 'Signed on another device as well, beside the current version',
	final: 'Made final',
	received: 'Final received by the office',
	'version-begun': 'New version begun',
	words: 'Words added',
	unreadable: 'Something was added that cannot be read on this device',
	exported: 'Copy taken out',
	'confirmed-in-system': 'Copy confirmed in the case system',
	shown: 'Parts shown to somebody',
	'cleared-here': 'Cleared from a device',
	settled: 'Versions of two devices settled',
	chased: 'Receipt chased',
	linked: 'A linked record begun',
	'handed-over': 'Handed over'
};

/** What a line of the timeline is called; a kind that this app does not know is shown as it is called. */
export function timelineTitle({ kind, version, count }: TimelineLine): string {
	const title = LINES[kind] ?? `Noted: ${kind}`;
	if (kind === 'drafts' && count !== undefined && count > 1) return `Draft kept ${count} times`;
	const isOfVersion = ['final', 'received', 'version-begun'].includes(kind);
	return isOfVersion && version !== undefined ? `${title}: version ${version}` : title;
}

const APART_MS = 2 * 60_000;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** That this device's clock is wrong, and how far; undefined within two minutes. @param aheadMs of the office's clock */
export function clockLine(aheadMs: number): string | undefined {
	if (Math.abs(aheadMs) <= APART_MS) return undefined;
	const minutes = Math.round(Math.abs(aheadMs) / MINUTE_MS);
	const far = minutes < DAY_MINUTES ? `${minutes} minutes` : `${Math.round(minutes / DAY_MINUTES)} days`;
	const way = aheadMs > 0 ? 'behind' : 'ahead of';
	return `The clock of this device is about ${far} ${way} the office's. The record is signed with the time that the device says; the office adds its own when it arrives.`;
}

/** What is said where the device's clock and the office's tell different times. */
export const clockWords = {
	ahead: "The device's clock was ahead: it claims a later time than the office received it.",
	later:
		'The office received it more than 2 minutes after the time of the device: it was sent later, or the clock was behind.'
} as const;

const FACTS: Readonly<Record<string, string>> = {
	form: 'Form',
	system: 'System',
	at: 'Time',
	exported: 'Copy',
	managerOversight: 'Manager',
	name: 'Name',
	comment: 'Comment',
	parts: 'Parts',
	language: 'Language',
	audience: 'Shown to',
	receiver: 'Receiver',
	record: 'Record number',
	paths: 'Parts settled',
	due: 'Kind of date',
	was: 'Date',
	result: 'Result',
	next: 'Next'
};

/** The facts of an event, one a line; names that are not known are shown as they are called. */
export function factLines(facts: Readonly<Record<string, Json>>, before = ''): readonly string[] {
	return Object.entries(facts).flatMap(([name, value]) => {
		const label = `${before}${FACTS[name] ?? name}`;
		if (value === null || value === '') return [];
		if (Array.isArray(value)) return value.length === 0 ? [] : [`${label}: ${value.map(String).join(', ')}`];
		// A list was just taken out; what is left of objects are plain ones.
		if (typeof value === 'object') return factLines(value as Readonly<Record<string, Json>>, `${label}: `);
		return [`${label}: ${typeof value === 'string' ? momentWords(value) : String(value)}`];
	});
}
