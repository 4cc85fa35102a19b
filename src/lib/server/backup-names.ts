/**
 * Names of the copies in a backup folder, and which of them are kept. A name carries a number that only grows: the
 * order of copies never hangs on a clock, since one that jumped ahead would make every later copy look old.
 */

/** Copies kept whatever their day: the newest and two before it. */
const KEPT_NEWEST = 3;
/** Days of which the last copy is kept: damage that is noticed within 12 days finds a copy from before it. */
const KEPT_DAYS = 14;

const NAME = /^doorstep-(\d{6,12})-([a-z2-7]{4})-(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)\.sqlite$/;
const PARTIAL = /^doorstep-\d{6,12}\.partial(-journal|-wal|-shm)?$/;

/** A finished, checked copy. */
export interface CopyName {
	readonly file: string;
	readonly number: number;
	/** Changes when a store is restored: copies of the log as it was before are told apart from those after. */
	readonly history: string;
	/** Day in UTC, `2026-12-01`. */
	readonly day: string;
	/** Time in UTC, `14:05:30`. */
	readonly time: string;
}

/** Where the store keeps its `CopyName.history`; a restore writes it. */
export const HISTORY_NOTE = 'history';

/** Of a store that was never restored. */
export const FIRST_HISTORY = 'aaaa';

const padded = (number: number) => String(number).padStart(6, '0');

/** @param copy `at`: server time in ms */
export function copyFile(copy: {
	readonly number: number;
	readonly history: string;
	readonly at: number;
}): string {
	const [day = '', time = ''] = new Date(copy.at).toISOString().slice(0, 19).split('T');
	return `doorstep-${padded(copy.number)}-${copy.history}-${day}-${time.replaceAll(':', '')}.sqlite`;
}

/** Name of a copy that is not checked yet; never taken for a copy. */
export function partialFile(number: number): string {
	return `doorstep-${padded(number)}.partial`;
}

export const isPartial = (file: string) => PARTIAL.test(file);

/** The copies among the files of a folder, newest first. */
export function copiesAmong(files: readonly string[]): readonly CopyName[] {
	return files
		.flatMap((file): CopyName[] => {
			const [, number, history = '', day = '', hour, minute, second] = NAME.exec(file) ?? [];
			const time = [hour, minute, second].join(':');
			return number === undefined ? [] : [{ file, number: Number(number), history, day, time }];
		})
		.sort((one, other) => other.number - one.number);
}

/**
 * Copies that may go: all but the newest three and the last one of each of the newest 14 days. A history that a
 * restore ended counts as days of its own, since its last copy may hold what no device has any more.
 * @param copies newest first
 */
export function superfluous(copies: readonly CopyName[]): readonly CopyName[] {
	const days = new Set<string>();
	return copies.filter(({ history, day }, index) => {
		const key = `${history} ${day}`;
		const isLastOfDay = !days.has(key) && days.size < KEPT_DAYS;
		if (isLastOfDay) days.add(key);
		return !isLastOfDay && index >= KEPT_NEWEST;
	});
}
