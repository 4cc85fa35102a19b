/**
 * Whether this device is ready for a visit: one line for each thing, each with its next step, and one over all. Only
 * what is known is said; nothing is promised for the browser.
 */
import { OLD_AFTER_DAYS, packAge } from '../pack/age.ts';
import type { BallastState } from '../vault/ballast.ts';
import type { ClockNote } from './clock-note.ts';
import { dayAndTime } from './clock-time.ts';
import { dayWords } from './day-words.ts';
import type { Keeping } from './keep-data.ts';
import type { RehearsalNote } from './rehearsal.ts';

/** What is known of this device now. */
export interface ReadinessFacts {
	/** Ms since 1970, by this device's clock. */
	readonly now: number;
	/** For example `2026-11-25.1`: a pack's version begins with its day. */
	readonly packVersion: string;
	readonly appVersion: string;
	readonly hasWholeApp: boolean;
	readonly keeping: Keeping;
	readonly isInstalled: boolean;
	readonly isApple: boolean;
	readonly rehearsal: RehearsalNote | undefined;
	readonly clock: ClockNote | undefined;
	readonly hasDrawer: boolean;
	readonly isJoined: boolean;
	readonly waiting: number;
	readonly parked: number;
	readonly isUpdateWaiting: boolean;
	/** Last contact; null: never. */
	readonly doneAt: number | null;
	/** Whether the office said that it keeps a backup; undefined: not known. */
	readonly hasBackup: boolean | undefined;
	/** How the office said that its backup stands, and the moment that its newest good copy holds, server time in ms. */
	readonly backup: { readonly state: string; readonly at: number | null } | undefined;
	readonly ballast: BallastState;
}

/** `good`: nothing to do. `note`: worth knowing before a visit. `todo`: do it before a visit. */
export type LineState = 'good' | 'note' | 'todo';

export interface ReadinessLine {
	readonly id: string;
	readonly label: string;
	readonly state: LineState;
	readonly words: string;
	/** Where the next step is taken, and its name. */
	readonly href?: string;
	readonly step?: string;
}

type Said = Pick<ReadinessLine, 'state' | 'words' | 'href' | 'step'>;

const DAY_MS = 86_400_000;
const REHEARSE_AGAIN_DAYS = 30;
const CLOCK_MAY_DIFFER_MS = 2 * 60_000;
const CONTACT_AFTER_DAYS = 3;
/** An office copies once a day also while nothing is new. */
const BACKUP_OLD_AFTER_DAYS = 2;

const good = (words: string): Said => ({ state: 'good', words });
const note = (words: string): Said => ({ state: 'note', words });
const todo = (words: string, href?: string, step?: string): Said => ({
	state: 'todo',
	words,
	...(href !== undefined && step !== undefined && { href, step })
});

const at = (ms: number) => dayAndTime(new Date(ms).toISOString());
const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

function pack({ packVersion, now }: ReadinessFacts): Said {
	const day = packVersion.slice(0, 10);
	const { days, isOld } = packAge({ publishedAt: day }, new Date(now).toISOString().slice(0, 10));
	const words = `Of ${dayWords(day)}, ${many(days, 'day')} old.`;
	return isOld
		? todo(`${words} Rules may have changed in ${OLD_AFTER_DAYS} days: open Doorstep with signal.`)
		: good(words);
}

function wholeApp({ hasWholeApp }: ReadinessFacts): Said {
	return hasWholeApp
		? good('All of Doorstep is on this device.')
		: todo('Not yet. Stay on this page with signal for a minute, then open it again.');
}

const IN_A_TAB =
	'Put Doorstep on this device by the browser’s menu (Install, or Add to Home Screen), and open it from its icon.';

function keeping({ keeping: kept, isInstalled, isApple }: ReadinessFacts): Said {
	if (kept === 'kept') return good('Yes, until you remove it yourself.');
	if (isApple && !isInstalled)
		return todo(
			`No. In a tab, this browser removes everything after 7 days without use. ${IN_A_TAB} What a tab kept does not go along: send it first.`
		);
	if (kept === 'unknown') return note('The browser does not say.');
	if (isInstalled)
		return note(
			'Not promised. Doorstep asks again each time it is opened from its icon; a browser grants it to apps that are used often.'
		);
	return todo(`Not promised: the browser may remove everything when the device is full. ${IN_A_TAB}`);
}

function rehearsal({ rehearsal: done, now, appVersion }: ReadinessFacts): Said {
	const step = ['#rehearsal', 'Rehearse now'] as const;
	if (done === undefined) return todo('Not done yet. A first visit should not be the first test.', ...step);
	if (done.problems.length > 0) return todo(`Failed on ${at(done.at)}.`, ...step);
	if (now - done.at > REHEARSE_AGAIN_DAYS * DAY_MS) return todo(`Last done on ${at(done.at)}.`, ...step);
	if (done.appVersion !== appVersion)
		return note(`Done on ${at(done.at)}, with an earlier version. Do it again when you can.`);
	return good(`Done on ${at(done.at)}.`);
}

function clock({ clock: known }: ReadinessFacts): Said {
	if (known === undefined) return note('Compared with the office’s at the first contact.');
	const minutes = Math.round(Math.abs(known.aheadMs) / 60_000);
	if (Math.abs(known.aheadMs) <= CLOCK_MAY_DIFFER_MS)
		return good(`Right, compared with the office’s on ${at(known.at)}.`);
	return todo(
		`${many(minutes, 'minute')} ${known.aheadMs > 0 ? 'behind' : 'ahead of'} the office’s. Set the time of this device to automatic: rules and records go by the day.`
	);
}

function unsent({ waiting, parked, hasDrawer, isJoined }: ReadinessFacts): Said {
	const where = ['/waiting', 'Waiting to send'] as const;
	if (parked > 0) return todo(`${many(parked, 'item')} the office did not take.`, ...where);
	if (waiting > 0) return todo(`${many(waiting, 'item')} on this device only.`, ...where);
	if (!isJoined && hasDrawer)
		return note('This device belongs to no organisation, so every record is on it alone.');
	return good('Nothing is waiting.');
}

function update({ isUpdateWaiting }: ReadinessFacts): Said {
	return isUpdateWaiting ? todo('An update is ready.', '/', 'Update on Home') : good('None is waiting.');
}

function contact({ doneAt, isJoined, now }: ReadinessFacts): Said {
	if (!isJoined) return note('Never: this device belongs to no organisation yet.');
	if (doneAt === null)
		return todo('Never since this device joined. Send once with signal.', '/waiting', 'Send now');
	const words = `On ${at(doneAt)}.`;
	const isLong = now - doneAt > CONTACT_AFTER_DAYS * DAY_MS;
	return isLong ? todo(`${words} Send once with signal.`, '/waiting', 'Send now') : good(words);
}

const NO_BACKUP = 'Your office keeps no backup yet. Ask whoever runs Doorstep there.';
const FAILING = 'Its backup is failing: tell whoever runs Doorstep there.';

function noBackup({ backup: said }: ReadinessFacts): Said {
	return note(said?.state === 'failing' ? `Your office has no backup yet. ${FAILING}` : NO_BACKUP);
}

function backup(facts: ReadinessFacts): Said {
	const { hasBackup, backup: said, isJoined, now } = facts;
	if (!isJoined || hasBackup === undefined) return note('Not known yet.');
	if (!hasBackup) return noBackup(facts);
	const copyAt = said?.at ?? null;
	if (copyAt === null) return good('Your office keeps a backup.');
	const words = `Your office’s newest checked copy holds everything up to ${at(copyAt)}.`;
	if (said?.state === 'failing')
		return note(`${words} ${FAILING} What was sent since stays on this device too.`);
	return now - copyAt > BACKUP_OLD_AFTER_DAYS * DAY_MS ? note(words) : good(words);
}

function room({ ballast }: ReadinessFacts): Said {
	if (ballast === 'kept') return good('A reserve of 10 MB is kept for the day on which this device is full.');
	if (ballast === 'never') return note('No reserve yet. It is made a little after the drawer.');
	return todo(
		'This device is nearly full, so the reserve is gone. Delete photos, films or apps that you do not need.'
	);
}

const LINES: readonly (readonly [string, string, (facts: ReadinessFacts) => Said])[] = [
	['pack', 'Rules and guidance', pack],
	['app', 'Works without signal', wholeApp],
	['keeping', 'Kept by the browser', keeping],
	['rehearsal', 'Rehearsal', rehearsal],
	['clock', 'Clock', clock],
	['unsent', 'Not sent', unsent],
	['update', 'Update', update],
	['contact', 'Office last reached', contact],
	['backup', 'Backup at the office', backup],
	['room', 'Room', room]
];

/** One line for each thing, in order. */
export function readinessLines(facts: ReadinessFacts): readonly ReadinessLine[] {
	return LINES.map(([id, label, say]) => ({ id, label, ...say(facts) }));
}

/** One line over all. @param now ms since 1970 */
export function readinessSummary(lines: readonly ReadinessLine[], now: number): string {
	const open = lines.filter(({ state }) => state === 'todo');
	if (open.length === 0) return `Ready for visits, ${at(now)}`;
	const names = open.map(({ label }) => label.toLowerCase()).join('; ');
	return `${many(open.length, 'thing')} to do before a visit: ${names}`;
}
