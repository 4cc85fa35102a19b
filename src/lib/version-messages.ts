/** Words about versions of one record that two devices wrote. Nothing is lost, and nothing is decided in silence. */

export const versionWords = {
	listTwo: 'Two versions',
	listLate: 'Late work beside it',
	openTitle: 'Two versions of the same answer',
	open: (count: number): string =>
		count === 1
			? 'You wrote one answer differently on two devices. Both are kept. Choose when you have a moment; everything else goes on.'
			: `You wrote ${count} answers differently on two devices. Both of each are kept. Choose when you have a moment; everything else goes on.`,
	beforeFinal: 'Choose between the versions first: a final record says one thing.',
	combined: 'Put together from your devices',
	combinedLead:
		'Your other device wrote these. They stand beside what you wrote here; nothing of yours was changed.',
	packs:
		'The versions were written on rules of different days. Nothing was moved in silence: look at what changed before you go on.',
	unread: (count: number): string =>
		`${count === 1 ? 'One version' : `${count} versions`} of another device cannot be opened here. It is kept. Open Doorstep once with signal.`,
	onlyHere: 'Only in this version',
	legend: 'Underlined words are only in that version.',
	kept: 'What was not chosen stays readable below until the record is final.',
	late: 'Late work, not part of the signed record',
	lateDraft: (isHere: boolean): string =>
		isHere
			? 'You wrote this on this device before it knew that the record was signed elsewhere.'
			: 'You wrote this on another device before it knew that the record was signed.',
	lateFinal:
		'This was signed as well, on a device that did not know of the first signature. The office had the other one first, so that one is the record.',
	lateWhy: 'Written on another device before it knew that the record was signed',
	needsWords: 'Write at least a few words to add',
	notAdded: 'It could not be added. Nothing is lost: try again'
} as const;
