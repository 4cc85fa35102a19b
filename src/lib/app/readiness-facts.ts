/** Gathers what is known of this device for the screen *This device*. Needs no key. */
import { version } from '$app/environment';
import { packStamp } from '../../generated/pack-stamp.ts';
import { readNote } from '../sync/attempts.ts';
import type { BallastState } from '../vault/ballast.ts';
import { openOutbox } from '../vault/outbox.ts';
import { readAddress } from '../vault/outbox-signals.ts';
import { readLastProfile } from '../vault/profiles.ts';
import { listProfiles } from '../vault/slot-names.ts';
import { readClock } from './clock-note.ts';
import { isAppleEngine, isInstalledApp, keptState } from './keep-data.ts';
import type { ReadinessFacts } from './readiness.ts';
import { readRehearsal } from './rehearsal.ts';
import type { WaitingView } from './waiting-view.ts';

/** What the page knows already. */
export interface PageFacts {
	readonly view: WaitingView;
	readonly isUpdateWaiting: boolean;
	readonly ballast: BallastState;
}

/** What the drawer's exchange with the office left, in the clear. */
async function officeFacts(): Promise<Pick<ReadinessFacts, 'isJoined' | 'doneAt' | 'hasBackup' | 'backup'>> {
	const unknown = { isJoined: false, doneAt: null, hasBackup: undefined, backup: undefined };
	const profile = (await readAddress())?.profile ?? (await readLastProfile());
	const outbox = profile === undefined ? undefined : await openOutbox(profile);
	if (outbox === undefined) return unknown;
	try {
		// The address comes only with the first delivery.
		if (!(await outbox.hasEntries())) return unknown;
		const { doneAt } = await readNote(outbox);
		const durable = await outbox.readSync('durable');
		const hasBackup = durable === undefined ? undefined : durable !== null;
		// Written by the exchange, in this shape.
		const backup = (await outbox.readSync('backup')) as ReadinessFacts['backup'];
		return { isJoined: true, doneAt, hasBackup, backup };
	} finally {
		outbox.close();
	}
}

/** @param now ms since 1970 */
export async function readinessFacts(
	{ view, isUpdateWaiting, ballast }: PageFacts,
	now: number
): Promise<ReadinessFacts> {
	const parked = view.items.filter(({ place }) => place === 'parked').length;
	return {
		now,
		packVersion: packStamp.version,
		appVersion: version,
		hasWholeApp: 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null,
		keeping: await keptState(),
		isInstalled: isInstalledApp(),
		isApple: isAppleEngine(),
		rehearsal: await readRehearsal(),
		clock: await readClock(),
		hasDrawer: (await listProfiles()).length > 0,
		...(await officeFacts()),
		waiting: view.items.length - parked,
		parked,
		isUpdateWaiting,
		ballast
	};
}
