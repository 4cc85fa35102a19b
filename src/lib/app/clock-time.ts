/** Times of this device's own doings, in London time; those of a record have a form of their own. */

/** The app speaks English, so of the device's languages the first English one says how to write a time. */
export function englishOf(languages: readonly string[]): string {
	return languages.find((language) => /^en(-|$)/i.test(language)) ?? 'en-GB';
}

const deviceEnglish = () => (typeof document === 'undefined' ? 'en-GB' : englishOf(navigator.languages));

const TIME = { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' } as const;
const DAY = { timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric' } as const;

/**
 * London time of day as the device writes it, for example `14:07`.
 * @param at ISO 8601
 */
export function clockTime(at: string, language = deviceEnglish()): string {
	return new Intl.DateTimeFormat(language, TIME).format(new Date(at));
}

/**
 * London day and time as the device writes them, for example `22 November 2026, 14:07`.
 * @param at ISO 8601
 */
export function dayAndTime(at: string, language = deviceEnglish()): string {
	const day = new Intl.DateTimeFormat(language, DAY).format(new Date(at));
	return `${day}, ${clockTime(at, language)}`;
}

/**
 * London day and time as they stand on a record and on every copy of it, whatever device shows it: `22 November 2026, 14:07`.
 * @param at ISO 8601
 */
export function recordTime(at: string): string {
	return dayAndTime(at, 'en-GB');
}

/** The instant of now, ISO 8601, as this device claims it. */
export function nowIso(): string {
	return new Date().toISOString();
}
