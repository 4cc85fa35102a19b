/** Words of the preview "as if decided on a day". */
export const previewWords = {
	noRecord: 'This is a preview. Nobody decided this, so it cannot be shared or recorded from here.',
	notKept: 'Preview only. Nothing here is kept.'
} as const;
