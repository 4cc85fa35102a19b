/** Words for people about the organisation: set-up, invites, joining and finals. As `messages.ts`, of which it is a part. */

const OFFICE_PROBLEMS: Readonly<Record<string, string>> = {
	unreachable: 'The office could not be reached. Nothing is lost: try again when there is signal',
	'not-understood':
		'Something between here and the office answered in its place. Nothing is lost: try again later',
	busy: 'The office is busy. Nothing is lost: try again in a minute',
	'too-many': 'Too many tries in a short time. Wait a minute, then try again',
	'storage-unavailable': 'The office cannot store anything just now. Nothing is lost: try again later',
	'setup-code-wrong': 'That is not the set-up code. It stands where the server was started',
	'setup-code-used': 'This office has been set up already. Ask whoever set it up for an invite',
	'setup-code-expired': 'The set-up code was good for 30 minutes. Start the server again for a new one',
	'no-organisation': 'This office has not been set up yet. Ask whoever runs it',
	'not-an-invite': 'This is no whole invite. Copy the whole link, or type all its letters',
	'invite-unknown': 'This office does not know the invite. It may be for another office',
	'invite-used': 'The invite was used before. Ask for a new one, and say if it was not you',
	'invite-expired': 'The invite was good for 72 hours. Ask for a new one',
	'invite-revoked': 'The invite was taken back. Ask for a new one',
	'other-root': 'This office is another one than the invite names. Do not go on: ask whoever invited you',
	'already-joined': 'This device belongs to an organisation already',
	'nothing-prepared': 'The kit was made in an earlier visit to this page. Make a new one',
	'keylog-moved': 'Another administrator was faster. Try again',
	'not-administrator': 'Only an administrator can invite',
	'other-origin':
		'The address of this page is not the one the office knows itself by. Open the right address',
	full: 'This device is full. Free some space, then try again'
};

/** Why set-up, an invite or joining did not come about. Nothing is ever lost by it. */
export function officeProblem(reason: string): string {
	return (
		OFFICE_PROBLEMS[reason] ??
		`It did not work, and nothing was changed. Tell whoever runs Doorstep: ${reason}`
	);
}

const KIT_PROBLEMS: Readonly<Record<string, string>> = {
	'wrong-passphrase': 'That passphrase does not open the kit. Try again, or make a new kit',
	'other-organisation':
		'This is a kit, but of another organisation. Choose the file you have just downloaded',
	'nothing-prepared': 'This kit is from an earlier visit to this page. Make a new one',
	'not-age': 'This file is not a kit. Choose the file you have just downloaded',
	'not-passphrase': 'This file is not a kit. Choose the file you have just downloaded',
	damaged: 'The file is damaged. Download it again',
	'newer-format': 'A newer Doorstep made this kit. Update Doorstep'
};

/** Why a kit did not pass its reading back. */
export function kitProblem(reason: string): string {
	return (
		KIT_PROBLEMS[reason] ?? 'This file did not open as the kit. Choose the file you have just downloaded'
	);
}

/** What this device is to an organisation, where nothing can be signed: what it means and what to do. */
export function redWords(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'membership-damaged': 'What joining left on this device is damaged',
		'no-device-keys': "This device's own keys are damaged",
		'device-revoked': 'Your organisation has ended this device',
		'keylog-regressed': 'The list of people and devices went back to an earlier state',
		'keylog-broken': 'The list of people and devices does not hold together'
	};
	return `${problems[reason] ?? 'Something about your organisation does not hold'}. Your records are here and can be written. Nothing is signed or sent: tell whoever runs Doorstep.`;
}

/** Why a record was not made final. It is unchanged, and can be written on. */
export function finaliseProblem(reason: string): string {
	const problems: Readonly<Record<string, string>> = {
		'not-joined': 'This device belongs to no organisation yet. Join it, then make the record final',
		'missing-parts': 'Something is still missing',
		'not-saved': 'The newest words could not be saved first. Try again',
		'already-final': 'This record is final already',
		'other-pack':
			'This record was made with other questions than those on this device. Open Doorstep once with signal',
		'versions-open':
			'Another of your devices has written to this record. Open the record, choose between the versions, then make it final',
		moving: 'This record is still being moved into your organisation. Lock and unlock, then try again',
		'too-large': 'This record has grown too large. Shorten it',
		full: 'This device is full. Free some space, then try again'
	};
	return problems[reason] ?? redWords(reason);
}
