const LONDON = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	hour: '2-digit',
	minute: '2-digit'
});
const LONDON_DAY = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	day: 'numeric',
	month: 'long',
	year: 'numeric'
});

/**
 * London time of day, for example `14:07`.
 * @param at ISO 8601
 */
export function clockTime(at: string): string {
	return LONDON.format(new Date(at));
}

/**
 * London day and time, for example `22 November 2026, 14:07`.
 * @param at ISO 8601
 */
export function dayAndTime(at: string): string {
	return `${LONDON_DAY.format(new Date(at))}, ${clockTime(at)}`;
}
