/** Words for people about the ways to unlock and changing them. As `messages.ts`, of which it is a part. */
import { passphraseProblems, unlockProblem } from './messages.ts';

/** A refusal as the vault gives it. */
interface Refused {
	readonly reason: string;
	readonly waitMs?: number;
}

const NOTHING_CHANGED = 'Nothing was changed: your passphrase works as before';

const CHANGE_PROBLEMS: Readonly<Record<string, string>> = {
	'wrong-passphrase': 'That is not your passphrase. Nothing is lost: check it and try again',
	short: passphraseProblems.short,
	same: passphraseProblems.same,
	full: `This device is full. Free some space, then try again. ${NOTHING_CHANGED}`,
	storage: `This device did not take the change. Close other tabs, then try again. ${NOTHING_CHANGED}`,
	'no-memory': `This device has too little memory free. Close other apps, then try again. ${NOTHING_CHANGED}`,
	'open-elsewhere': `Doorstep is open in another tab or window of this browser. Close it, then try again. ${NOTHING_CHANGED}`,
	'not-saved': `Words on an open page are not saved yet. Save them first. ${NOTHING_CHANGED}`,
	'not-open': 'The drawer is locked. Unlock it, then try again',
	fault:
		'Something went wrong. Lock the drawer, unlock it and try again. If your new passphrase does not open it, the one before does'
};

/** Why a change to the ways to unlock was not made. */
export function changeProblem(problem: Refused): string {
	return CHANGE_PROBLEMS[problem.reason] ?? unlockProblem(problem);
}

/** What a way to unlock is called, and what it protects against. */
export const wayWords = {
	passphrase: {
		name: 'Passphrase',
		protects:
			'Opens the drawer whatever happens to the device’s own lock. Whoever takes the locked device has to guess it.'
	},
	passkey: {
		name: 'Passkey with a PIN',
		protects:
			'Quicker than the passphrase. Needs this device, its screen lock, finger or face, and your PIN for Doorstep: somebody who saw the code of the device cannot get in with that alone.'
	},
	recovery: {
		name: 'Help from your office',
		protects:
			'If you forget the passphrase, the recovery kit of your office can help this device to open again. The kit opens nothing without this device.'
	},
	request: {
		name: 'A request for help that waits',
		protects: 'Opens nothing by itself. It goes when you unlock.'
	}
} as const;

/** How strongly a passphrase is turned into a key, for somebody who does not know the words for it. */
export function strengthWords({
	memoryKiB,
	passes
}: {
	readonly memoryKiB: number;
	readonly passes: number;
}): {
	readonly isUsual: boolean;
	readonly words: string;
} {
	const work = `Each guess costs a thief ${Math.round(memoryKiB / 1024)} MB of memory, gone through ${passes} times.`;
	const isUsual = memoryKiB >= 64 * 1024;
	return {
		isUsual,
		words: isUsual
			? `Strong. ${work}`
			: `Weaker than usual, because this device could not give more memory. ${work} A long passphrase makes up for it.`
	};
}
