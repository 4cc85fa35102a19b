/** Words about taking a record out of the app, and about reading a copy back. */

export const exportWords = {
	draft: 'This record is a draft. Every copy says DRAFT, and nothing in it is signed.',
	noFiles: 'Your organisation does not allow files. You can copy into the case system.',
	noted: 'It is noted on the record.',
	notNoted: 'It could not be noted on the record from here.',
	stays: 'A file stays on this device until somebody deletes it. Doorstep cannot take it back.',
	channel:
		'Tell the other person the passphrase another way, by phone for example. Never send it with the file.',
	copied: 'Copied, with headings. Paste it into the case system.',
	copiedPlain: 'Copied as plain text. Paste it into the case system.',
	notCopied:
		'This browser did not allow copying. The text below is selected: copy it with your keyboard or by holding.',
	emptySystem: 'Write the name of the case system'
} as const;

/** Why a final record has no proof to go with it. */
export function proofWords(reason: string): string {
	const known: Readonly<Record<string, string>> = {
		'not-open': 'The drawer is locked. Unlock it and try again',
		'not-joined': 'This device does not belong to an organisation any more',
		'no-key': 'The key of the signed record is not on this device',
		'no-body': 'The sealed text of the signed record is not on this device any more',
		'no-salt': 'This record has no number of the organisation’s yet. It gets one at the next unlock',
		'keylog-broken': 'The list of your organisation’s devices is damaged here'
	};
	return known[reason] ?? `The signed record does not open here (${reason})`;
}
