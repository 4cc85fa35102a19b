/** Files made from the list of records. Loaded when somebody asks for one. */
import { londonDate } from '../flow/dated-rules.ts';
import { listWords } from '../list-messages.ts';
import { copyWords, lifeWords } from '../messages.ts';
import { calendarText, type CalendarDate } from '../record/calendar.ts';
import { csvText } from '../record/csv.ts';
import { isWholeDay } from '../record/due.ts';
import type { ListRow } from '../record/list-filter.ts';
import type { RecordHeader } from '../record/types.ts';
import { canShareFile, shareFile } from './give-file.ts';

export type Taken = 'saved' | 'shared' | 'not-taken';

/** Long enough for a browser that asks where to put a file. */
const KEPT_MS = 10 * 60_000;

const KINDS: Readonly<Record<RecordHeader['kind'], string>> = {
	shared: 'Shared',
	partly: 'Partly shared',
	notShared: 'Not shared',
	deferred: 'Put off',
	adviceOnly: 'Advice only',
	requestMade: 'Request made',
	emergency: 'Emergency'
};

const CLOCK = new Intl.DateTimeFormat('en-GB', {
	timeZone: 'Europe/London',
	hour: '2-digit',
	minute: '2-digit'
});

/** As a spreadsheet reads a date, in London time: `2026-12-03 14:00`. Text that is none stays as it is. */
function sheetTime(at: string | undefined): string {
	if (at === undefined || isWholeDay(at)) return at ?? '';
	const instant = new Date(at);
	if (Number.isNaN(instant.getTime())) return at;
	return `${londonDate(instant.toISOString())} ${CLOCK.format(instant)}`;
}

const COLUMNS: readonly (readonly [title: string, value: (row: ListRow) => string])[] = [
	['Record number', ({ header }) => header.id],
	['Kind', ({ header }) => KINDS[header.kind]],
	['State', ({ header }) => (header.isEmergencyOpen ? listWords.emergency : lifeWords[header.life])],
	['Version', ({ header }) => String(header.version ?? 1)],
	['Started', ({ header }) => sheetTime(header.createdAt)],
	['Last saved', ({ header }) => sheetTime(header.savedAt)],
	['Review due', ({ header }) => sheetTime(header.due?.review)],
	['Written follow-up due', ({ header }) => sheetTime(header.due?.followUp)],
	['Chase due', ({ header }) => sheetTime(header.due?.chase)],
	['Regulator deadline', ({ header }) => sheetTime(header.due?.regulator)],
	['Required fields missing', ({ header }) => String(header.missing)],
	['Where the copy is', ({ copy }) => copyWords[copy]]
];

const REFERENCE: (typeof COLUMNS)[number] = ['Case reference', ({ header }) => header.reference ?? ''];

/** Rows of the list as a table: no names, no case text, and the case reference only where it is asked for. */
export function listTable(
	rows: readonly ListRow[],
	{ withReferences }: { readonly withReferences: boolean }
): readonly (readonly string[])[] {
	const [number, ...others] = COLUMNS;
	const columns = number === undefined || !withReferences ? COLUMNS : [number, REFERENCE, ...others];
	return [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => value(row)))];
}

/** A list as a file for a spreadsheet. Its name says nothing of anybody. */
export function listFile(
	rows: readonly ListRow[],
	how: { readonly withReferences: boolean; readonly now: Date }
): File {
	const text = csvText(listTable(rows, how));
	return new File([text], `doorstep-list-${londonDate(how.now.toISOString())}.csv`, { type: 'text/csv' });
}

/** Dates as a file for a calendar. */
export function calendarFile(dates: readonly CalendarDate[], now: Date): File {
	const text = calendarText(dates, now.getTime());
	const name = `doorstep-dates-${londonDate(now.toISOString())}.ics`;
	return new File([text], name, { type: 'text/calendar' });
}

/** Hands a file to the person: by the share sheet where the device has one for it, else as a download. */
export async function handOut(file: File): Promise<Taken> {
	if (canShareFile(file)) return (await shareFile(file)) ? 'shared' : 'not-taken';
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
	return 'saved';
}
