/** Words for people about rescue files and what was kept while locked. As `messages.ts`, of which it is a part. */
import { saveProblem } from './messages.ts';

const PROBLEMS: Readonly<Record<string, string>> = {
	'not-open': 'Your records are locked. Unlock them first',
	'nothing-unsent': 'Everything on this device is on the server: there is nothing to rescue',
	'no-device-keys':
		'This drawer has lost its own keys, so nothing can be sealed for later. Use Copy text, and tell whoever runs Doorstep',
	'not-age': 'This is no rescue file, or it was cut off on its way. Choose the file that Doorstep made',
	'mixed-recipients':
		'Doorstep did not make this file: it is open to keys of another kind. Nothing was taken from it',
	'not-hybrid': 'Doorstep did not make this file: it is sealed in another way. Nothing was taken from it',
	'no-key':
		'This file was sealed for another person or another device. Your office can open it with its recovery kit',
	damaged:
		'The file was changed or damaged on its way. Nothing was taken from it. Keep it, and use another copy',
	'newer-format': 'The file was made by a newer Doorstep. Update this app, then try again',
	'not-a-rescue': 'This file opens, but it is no rescue file. Nothing was taken from it',
	'too-large': 'This file is larger than any rescue file. Choose the file that Doorstep made',
	'no-key-yet':
		'This drawer cannot take anything in while locked until it was unlocked once more. Unlock, then keep it',
	'other-place': 'It was kept for another drawer',
	'not-a-capture': 'It is not what was kept here',
	'no-such-capture': 'It was kept or thrown away in another window',
	'not-a-record': 'A text in it is no record'
};

/** Why a rescue file or a kept check did not work, and what to do; nothing is lost by it. */
export function rescueProblem(reason: string): string {
	return PROBLEMS[reason] ?? saveProblem(reason);
}
