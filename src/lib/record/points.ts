/** The points of a record that can go to a receiver, one by one, and what to look at before each. Simple rules; the person decides. */
import { newRowId, rowIds, textAt, withValue } from './paths.ts';
import type { DecisionRecord } from './types.ts';

/**
 * Why to look twice before a point goes. `traced`: it has words of "Who must not be traced". `unnamed-source`: its source asked
 * not to be named. `third-person`: it came from somebody whom the record is not about.
 */
export type PointWarning = 'traced' | 'unnamed-source' | 'third-person';

/** One point of "What is known". */
export interface Point {
	/** Row id of the statement. */
	readonly id: string;
	readonly text: string;
	readonly kind: string;
	readonly source: string;
	/** Its words stand in what is shared with this receiver. */
	readonly isShared: boolean;
	/** It is named among what was kept back. */
	readonly isKeptBack: boolean;
	readonly warnings: readonly PointWarning[];
}

const STATEMENTS = 'case/statements';

/** The points of a record, for one receiver. */
export function pointsFor(record: DecisionRecord, receiver: string): readonly Point[] {
	const shared = textsAt(record, `r:${receiver}/informationShared`);
	const keptBack = textsAt(record, `r:${receiver}/informationWithheld`);
	return rowIds(record, STATEMENTS)
		.map((id) => {
			const part = (name: string) => textAt(record, `${STATEMENTS}/${id}/${name}`);
			return { id, text: part('text').trim(), kind: part('kind'), source: part('source').trim() };
		})
		.filter(({ text }) => text !== '')
		.map((point) => ({
			...point,
			isShared: shared.includes(point.text),
			isKeptBack: keptBack.some((line) => line.startsWith(point.text)),
			warnings: warningsOf(record, point)
		}));
}

/** The record with a point taken into what is shared with a receiver. @param mark see `newRowId` */
export function sharePoint(
	record: DecisionRecord,
	at: { readonly receiver: string; readonly mark: string },
	text: string
): DecisionRecord {
	const path = `r:${at.receiver}/informationShared`;
	if (textsAt(record, path).includes(text)) return record;
	return withValue(record, `${path}/${newRowId(record, path, at.mark)}`, text);
}

/** The record with a point taken out of what is shared with a receiver. The point itself stays. */
export function takeBackPoint(record: DecisionRecord, receiver: string, text: string): DecisionRecord {
	const path = `r:${receiver}/informationShared`;
	return rowIds(record, path)
		.filter((row) => textAt(record, `${path}/${row}`).trim() === text)
		.reduce((next, row) => withValue(next, `${path}/${row}`, ''), record);
}

/** The record with a point named among what was kept back; why is for the person to add. */
export function keepBackPoint(
	record: DecisionRecord,
	at: { readonly receiver: string; readonly mark: string },
	{ text, why }: { readonly text: string; readonly why: string }
): DecisionRecord {
	const path = `r:${at.receiver}/informationWithheld`;
	const taken = takeBackPoint(record, at.receiver, text);
	const reason = why.trim();
	return withValue(
		taken,
		`${path}/${newRowId(record, path, at.mark)}`,
		reason === '' ? text : `${text} – ${reason}`
	);
}

/** Words of a source who asked not to be named. */
const UNNAMED = /anonym|unnamed|in confidence|confidential|not (?:want )?to be named|not be named/i;
/** Words that say nothing about where somebody is. */
const COMMON =
	/^(?:about|address|after|again|because|before|being|child|children|contact|could|family|father|from|have|have|home|know|known|live|lives|living|mother|must|named|never|only|other|parent|parents|person|phone|please|safe|school|shared|should|tell|that|their|them|there|they|this|traced|with|work|would|your)$/;
const WORD = /[\p{L}\p{N}]{4,}/gu;

function warningsOf(record: DecisionRecord, point: Pick<Point, 'text' | 'kind' | 'source'>) {
	const warnings: PointWarning[] = [];
	const guarded = wordsIn(protectionIn(record));
	if (wordsIn(`${point.text} ${point.source}`).some((word) => guarded.includes(word)))
		warnings.push('traced');
	if (UNNAMED.test(point.source) || UNNAMED.test(point.text)) warnings.push('unnamed-source');
	else if (point.kind === 'reported' && isThirdPerson(record, point.source)) warnings.push('third-person');
	return warnings;
}

function wordsIn(text: string): readonly string[] {
	return (text.toLowerCase().match(WORD) ?? []).filter((word) => !COMMON.test(word));
}

/** Everything that a record says about who must not be traced, for whichever receiver it was written. */
export function protectionIn(record: Pick<DecisionRecord, 'values'>): string {
	const texts = Object.keys(record.values)
		.filter((path) => path.endsWith('/identityProtection'))
		.map((path) => textAt(record, path).trim());
	return [...new Set(texts.filter((text) => text !== ''))].join('\n');
}

/** A source that is none of those whom the record is about. */
function isThirdPerson(record: DecisionRecord, source: string): boolean {
	if (source === '') return false;
	const about = [
		...rowIds(record, 'case/subjects').map((row) => textAt(record, `case/subjects/${row}/relation`)),
		...record.persons.map(({ label }) => label),
		'child'
	].filter((one) => one.trim() !== '');
	const said = source.toLowerCase();
	return !about.some((one) => said.includes(one.trim().toLowerCase()));
}

function textsAt(record: DecisionRecord, path: string): readonly string[] {
	return rowIds(record, path).map((row) => textAt(record, `${path}/${row}`).trim());
}
