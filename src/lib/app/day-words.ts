/** A day in words. Apart from the record's words, so that the open shelf need not load those. */
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * A day as people write it.
 * @param day YYYY-MM-DD
 * @throws RangeError when it is no day
 */
export function dayWords(day: string): string {
	return DAY.format(new Date(`${day}T00:00:00Z`));
}

/** The day a pack was published, in words: what people call its rules by. */
export function packDay({ publishedAt }: { readonly publishedAt: string }): string {
	return dayWords(publishedAt.slice(0, 10));
}
