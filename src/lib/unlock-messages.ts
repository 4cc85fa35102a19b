/** Words for people about passkeys and forgotten passphrases. As `messages.ts`, of which it is a part. */
import { unlockProblem } from './messages.ts';

/** Why the passphrase is asked although there is a passkey. */
const SHUT: Readonly<Record<string, string>> = {
	'quick-due': 'Your passphrase is asked once in 12 hours. After it the passkey works again.',
	'quick-no-contact':
		'Your passphrase is asked, because this device has not reached the office for 72 hours. With signal, the passkey works again.',
	'quick-clock':
		'Your passphrase is asked, because the clock of this device was turned back. After it the passkey works again.',
	'quick-failures': 'Your passphrase is asked after 5 tries that did not open the drawer.',
	'no-webauthn': 'This browser cannot use passkeys, so your passphrase is asked.',
	'no-prf': 'This browser cannot use the passkey for a drawer, so your passphrase is asked.',
	'no-authenticator':
		'The screen lock, fingerprint or face of this device is off, so the passkey cannot be used. Your passphrase is asked.',
	'no-name': 'Passkeys do not work at this address, so your passphrase is asked.',
	damaged: 'The passkey lock on this device is damaged. Your passphrase works as always.'
};

/** Why the passphrase is asked although there is a passkey. */
export function quickWords(reason: string): string {
	return SHUT[reason] ?? 'Your passphrase is asked.';
}

const PASSKEY_PROBLEMS: Readonly<Record<string, string>> = {
	'wrong-pin': 'That PIN did not open the drawer. Nothing is lost: check it, or use the passphrase',
	'other-prf':
		'The passkey of this device answered differently than before. Nothing is lost: use the passphrase, then remove the passkey and add it again',
	cancelled:
		'The device did not give the passkey: it was cancelled, took too long, or the passkey is no longer there. Nothing is lost: try again, or use the passphrase',
	'not-verified': 'The device did not check that it is you. Turn on its screen lock, or use the passphrase',
	'no-passkey': 'There is no passkey for this drawer on this device any more. Use the passphrase',
	failed: 'The device could not use its passkey. Nothing is lost: try again, or use the passphrase',
	pin: 'Type your PIN'
};

/** Why the passkey did not open the drawer. The passphrase always does. */
export function passkeyProblem(problem: { readonly reason: string; readonly waitMs?: number }): string {
	return PASSKEY_PROBLEMS[problem.reason] ?? SHUT[problem.reason] ?? unlockProblem(problem);
}

/** Why this browser or device cannot have a passkey for the drawer, on the page that would add one. */
export function noPasskeyWords(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'no-webauthn':
			'This browser has no passkeys. Open Doorstep in Chrome, Edge, Safari or Firefox itself, not inside another app.',
		'no-prf':
			'This browser, or the passkey store of this device, cannot derive a key from a passkey. Nothing was changed. The passphrase works as always.',
		'no-authenticator':
			'This device has no screen lock, fingerprint or face that the browser may use. Turn one on in the settings of the device, then come back.',
		'no-name': 'Passkeys belong to an address with a name, and this one is a number.'
	};
	return problems[reason] ?? 'This device cannot have a passkey for the drawer.';
}

/** What is wrong with a PIN, or why a passkey was not added. */
export function addPasskeyProblem(problem: { readonly reason: string; readonly waitMs?: number }): string {
	const problems: Readonly<Record<string, string>> = {
		short: 'Use at least 6 digits or letters',
		long: 'Use at most 64 digits or letters',
		characters: 'Use only digits and letters',
		guessable: 'That is a row, a date or a word that anybody would try first: choose another PIN',
		different: 'The two do not match: type the PIN again',
		'answers-differ':
			'The passkey gave two different answers, so it cannot be relied on. Nothing was saved, and your passphrase works as always',
		'bad-answer': 'What the passkey gave is no key. Nothing was saved, and your passphrase works as always',
		cancelled:
			'The device did not give the passkey: it was cancelled or took too long. Nothing was changed: try again',
		full: 'This device is full. Free some space, then try again. Nothing was changed',
		storage: 'This device did not keep the passkey lock. Nothing was changed: try again'
	};
	return problems[problem.reason] ?? passkeyProblem(problem);
}

const ANSWER_PROBLEMS: Readonly<Record<string, string>> = {
	'not-an-answer': 'This file is no answer from the office, or it was changed on the way. Ask for it again',
	'newer-format': 'A newer Doorstep made this answer. Update Doorstep, then load it again',
	'other-device': 'This answer is for another device or another person',
	'other-request':
		'This answer is to an earlier request. Only the answer to the newest one opens this drawer: send that one, or make a new one',
	damaged: 'The answer is damaged. Ask the office to send it again',
	'no-key': 'The answer is sealed to another request. Ask the office to answer the newest one',
	disagrees: 'The answer does not belong to this request. Do not use it, and tell the office',
	'wrong-commit': 'The answer holds another key than this drawer has. Do not use it, and tell the office',
	'does-not-open': 'The key in the answer does not open this drawer. Nothing was changed: tell the office',
	'no-request': 'There is no request that waits for an answer on this device',
	'no-recovery': 'This device has nothing that the office could open. Nothing was changed',
	'wrong-passphrase': 'That is not the new passphrase that you chose when you made the request',
	short: 'Use at least 14 characters',
	file: 'Choose the file that the office sent'
};

/** Why a request was not made, or an answer was not taken. Nothing was changed. */
export function helpProblem(problem: { readonly reason: string; readonly waitMs?: number }): string {
	return ANSWER_PROBLEMS[problem.reason] ?? unlockProblem(problem);
}
