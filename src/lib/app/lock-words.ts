import { minuteWords } from './lock-limits.ts';
import type { LockWhy } from './lock-return.ts';

/** Why the drawer is locked, in one sentence; undefined where the person did it themself just now. */
export function lockWords({ reason, minutes }: LockWhy): string | undefined {
	const after = minutes === undefined ? '' : ` after ${minuteWords(minutes)}`;
	const words: Readonly<Record<string, string>> = {
		idle: `Locked${after} without a touch.`,
		hidden: `Locked${after} out of sight.`,
		cover: 'Locked because the screen stayed covered.',
		'other-tab': 'Locked in another tab of this browser.',
		shown: 'Locked before the chosen parts were shown.',
		frozen: 'Locked because the browser put Doorstep to sleep.',
		fault: 'Something of ours stopped, so your records were locked. What was saved is still saved.'
	};
	return words[reason];
}
