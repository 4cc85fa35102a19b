/**
 * What looks wrong in a record and may still be right: the person decides. Shown beside the field, in the task list and
 * on Check answers. None of it stops anybody. (A date that cannot be is no warning: see `badTimes`.)
 */
import { SEEN } from '../flow/questions.ts';
import type { RecordField } from '../pack/types.ts';
import { neededFields } from './needs.ts';
import { fieldPath, isFilled, rowIds } from './paths.ts';
import { timeWarnings } from './time-warnings.ts';
import type { Json, ValuePath } from './types.ts';
import type { Judged, Warning, WarningCode } from './warning-types.ts';

/** Asks one field of a record; the field is one that this outcome shows. */
interface FieldCase extends Judged {
	readonly field: RecordField;
	/** '' for the implied receiver, and for fields of the case. */
	readonly receiver: string;
	readonly path: ValuePath;
}

/** Everything that looks wrong, in the order of the record. */
export function warningsOf(judged: Judged): readonly Warning[] {
	const { pack, result } = judged;
	const shown = neededFields(pack, result).filter(({ need }) => need !== 'not-shown');
	const ofFields = shown.flatMap(({ field, receiver = '' }) => {
		const path = fieldPath(field, receiver);
		const one: FieldCase = { ...judged, field, receiver, path };
		return (CHECKS[field.id] ?? [])
			.filter(({ isWrong }) => isWrong(one))
			.map(({ code }): Warning => ({ code, path, at: undefined }));
	});
	const paths = new Set(shown.map(({ field, receiver }) => fieldPath(field, receiver)));
	const ofTimes = timeWarnings(judged).filter(({ path }) => path !== undefined && paths.has(path));
	const isSetAside = result.setAside.some(({ value }) => value !== SEEN);
	const order = [...paths];
	return [
		...(isSetAside ? [{ code: 'set-aside', path: undefined, at: undefined } as const] : []),
		...[...ofFields, ...ofTimes].sort((a, b) => order.indexOf(a.path ?? '') - order.indexOf(b.path ?? ''))
	];
}

interface Check {
	readonly code: WarningCode;
	readonly isWrong: (one: FieldCase) => boolean;
}

const SHARING: readonly string[] = ['shared', 'partly'];
const SHORTEST_REASON_WORDS = 4;

/** Checks by the field that they stand beside. */
const CHECKS: Readonly<Record<string, readonly Check[]>> = {
	detrimentJudgement: [{ code: 'duty-without-detriment', isWrong: isDutyUnweighed }],
	informationShared: [
		{
			code: 'nothing-shared',
			isWrong: ({ record, result, receiver, path }) =>
				SHARING.includes(result.recordKinds[receiver] ?? '') && rowIds(record, path).length === 0
		}
	],
	art6Basis: [{ code: 'basis-differs', isWrong: isChoiceUnexplained }],
	art9or10Condition: [{ code: 'condition-missing', isWrong: lacksCondition }],
	identityProtection: [
		{
			code: 'identity-empty',
			isWrong: (one) => hasFlag(one, 'identity-protection') && !isFilled(one.record.values[one.path])
		}
	],
	reason: [
		{ code: 'reason-is-concern', isWrong: isReasonTheConcern },
		{ code: 'reason-short', isWrong: (one) => isShort(textAt(one, one.path)) && !isReasonTheConcern(one) }
	],
	statements: [{ code: 'opinion-only', isWrong: isOpinionOnly }]
};

function hasFlag({ result, receiver }: FieldCase, flag: string): boolean {
	return result.caseFlags.includes(flag) || (result.receiverFlags[receiver] ?? []).includes(flag);
}

const textAt = ({ record }: Pick<FieldCase, 'record'>, path: ValuePath): string => {
	const value = record.values[path];
	return typeof value === 'string' ? value : '';
};

const listAt = ({ record }: FieldCase, path: ValuePath): readonly Json[] => {
	const value = record.values[path];
	return Array.isArray(value) ? (value as readonly Json[]) : [];
};

/** The duty to share has a limit: it does not hold where sharing would harm the child more. */
function isDutyUnweighed(one: FieldCase): boolean {
	const duties = listAt(one, `r:${one.receiver}/dutyConsidered`);
	return duties.includes('s16la') && !isFilled(one.record.values[one.path]);
}

function isChoiceUnexplained({ record, path, field }: FieldCase): boolean {
	// Packs before this part have no place for the reason.
	if (field.item?.whyDifferent === undefined) return false;
	const [suggested, chosen] = [record.values[`${path}/suggested`], record.values[`${path}/chosenByUser`]];
	const differs = isFilled(suggested) && isFilled(chosen) && suggested !== chosen;
	return differs && !isFilled(record.values[`${path}/whyDifferent`]);
}

/** A condition for each kind of data that the answers name. */
function lacksCondition(one: FieldCase): boolean {
	const chosen = listAt(one, one.path).map(String);
	const has = (article: string) => chosen.some((id) => id.startsWith(article) || id === 'other');
	const lacksArt9 = hasFlag(one, 'special-data') && !has('art9-');
	return lacksArt9 || (hasFlag(one, 'criminal-data') && !has('art10-'));
}

const plain = (text: string): string =>
	text
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

function isReasonTheConcern(one: FieldCase): boolean {
	const reason = plain(textAt(one, one.path));
	return reason !== '' && reason === plain(textAt(one, 'case/concernSummary'));
}

/** Something is written, and it is no sentence. Writing without spaces counts by its length. */
function isShort(text: string): boolean {
	const words = plain(text);
	if (words === '' || /[\u3000-\u9fff\u0e00-\u0e7f]/.test(words)) return false;
	return words.split(' ').length < SHORTEST_REASON_WORDS;
}

function isOpinionOnly({ record, path }: FieldCase): boolean {
	const kinds = rowIds(record, path).map((row) => record.values[`${path}/${row}/kind`]);
	return kinds.length > 0 && kinds.every((kind) => kind === 'opinion');
}
