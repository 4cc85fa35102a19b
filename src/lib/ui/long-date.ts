const DATES = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * A calendar day in words.
 * @param date YYYY-MM-DD
 * @returns for example "25 November 2026"; the text as it came when it is no date
 */
export function longDate(date: string): string {
	const time = Date.parse(`${date}T00:00:00Z`);
	return Number.isNaN(time) ? date : DATES.format(time);
}
