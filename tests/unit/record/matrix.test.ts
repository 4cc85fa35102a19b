import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { journey } from '#lib/flow/journey.ts';
import { startJourney } from '#lib/flow/answers.ts';
import type { Journey } from '#lib/flow/types.ts';
import type { RecordKind } from '#lib/pack/types.ts';
import { recordForm } from '#lib/record/form.ts';
import { missingParts } from '#lib/record/missing.ts';
import { neededFields, type FieldNeed } from '#lib/record/needs.ts';
import { makeRecord } from '#lib/record/make.ts';
import { contentPack, contextFor } from '../../support/pack.ts';

/** The matrix as it is written, not as the app compiled it. */
interface Row {
	readonly id: string;
	readonly scope: 'case' | 'receiver';
	readonly need: readonly string[];
	readonly when?: { readonly flag: string | readonly string[] };
	readonly stage?: 'handover';
	readonly auto?: boolean;
	readonly appendOnly?: boolean;
}
const matrix = parse(
	readFileSync(join(import.meta.dirname, '../../../src/content/record-fields.yaml'), 'utf8')
) as { kinds: Record<string, RecordKind>; anonymousKeeps: string[]; fields: Row[] };

const pack = await contentPack();
const LETTERS = ['S', 'P', 'N', 'D', 'A', 'Q', 'E'];
const kinds = LETTERS.map((letter) => matrix.kinds[letter]!);
const empty = journey(pack, startJourney('share'), contextFor(pack));

interface Facts {
	readonly kinds: Readonly<Record<string, RecordKind>>;
	readonly caseFlags?: readonly string[];
	readonly receiverFlags?: Readonly<Record<string, readonly string[]>>;
	readonly anonymous?: readonly string[];
}

/** A journey as it would have ended, whatever way led there. */
function ended({ kinds, caseFlags = [], receiverFlags = {}, anonymous = [] }: Facts): Journey {
	return {
		...empty,
		caseFlags,
		receiverFlags,
		receivers: Object.keys(kinds).filter((id) => id !== ''),
		recordKinds: kinds,
		outcomes: anonymous.map((receiver) => ({ id: 'O-ANON', receiver, logged: false }))
	};
}

const flagsOf = (row: Row): readonly string[] => [row.when?.flag ?? []].flat();
const WORDS: Readonly<Record<string, FieldNeed>> = { R: 'required', O: 'optional', '-': 'not-shown' };

function expected(row: Row, kind: RecordKind, isWhen: boolean): FieldNeed {
	const mark = row.need[kinds.indexOf(kind)]!;
	return mark === 'C' ? (isWhen ? 'required' : 'optional') : WORDS[mark]!;
}

const needOf = (result: Journey, id: string, receiver?: string) =>
	neededFields(pack, result).find((one) => one.field.id === id && one.receiver === receiver)?.need;

describe.each(matrix.fields.map((row) => [row.id, row] as const))('the field %s', (id, row) => {
	const at = row.scope === 'receiver' ? '' : undefined;

	it.each(kinds)(
		'stands in a record of kind %s as the matrix says, without and with each condition',
		(kind) => {
			expect(needOf(ended({ kinds: { '': kind } }), id, at)).toBe(expected(row, kind, false));
			for (const flag of flagsOf(row)) {
				const ofCase = ended({ kinds: { '': kind }, caseFlags: [flag] });
				expect(needOf(ofCase, id, at), flag).toBe(expected(row, kind, true));
				const ofReceiver = ended({ kinds: { '': kind }, receiverFlags: { '': [flag] } });
				expect(needOf(ofReceiver, id, at), flag).toBe(expected(row, kind, true));
			}
			const other = ended({ kinds: { '': kind }, caseFlags: ['no-such-flag'] });
			expect(needOf(other, id, at)).toBe(expected(row, kind, false));
		}
	);

	it('follows each receiver where they end differently; a field of the case, the strictest', () => {
		const order: readonly FieldNeed[] = ['required', 'optional', 'not-shown'];
		for (const one of kinds)
			for (const two of kinds) {
				const result = ended({ kinds: { a: one, b: two } });
				if (row.scope === 'receiver') {
					expect(needOf(result, id, 'a')).toBe(expected(row, one, false));
					expect(needOf(result, id, 'b')).toBe(expected(row, two, false));
				} else {
					const needs = [expected(row, one, false), expected(row, two, false)];
					expect(needOf(result, id)).toBe(order.find((need) => needs.includes(need)));
				}
			}
	});

	it('counts a condition only for the receiver that it is about', () => {
		for (const flag of flagsOf(row)) {
			if (row.scope === 'case') continue;
			for (const kind of kinds) {
				const result = ended({ kinds: { a: kind, b: kind }, receiverFlags: { a: [flag] } });
				expect(needOf(result, id, 'a'), flag).toBe(expected(row, kind, true));
				expect(needOf(result, id, 'b'), flag).toBe(expected(row, kind, false));
			}
		}
	});

	it('is asked of a share without names only where it is kept', () => {
		for (const kind of kinds) {
			const flags = flagsOf(row);
			const result = ended({ kinds: { '': kind }, caseFlags: flags, anonymous: [''] });
			const named = expected(row, kind, flags.length > 0);
			const isLet = named === 'required' && !matrix.anonymousKeeps.includes(id);
			expect(needOf(result, id, at)).toBe(isLet ? 'optional' : named);
		}
	});

	it('waits for the hand-over where the matrix says so, and is never asked where the app makes it', () => {
		for (const kind of kinds) {
			const result = ended({ kinds: { '': kind }, caseFlags: flagsOf(row) });
			const record = makeRecord({
				pack,
				input: startJourney('share'),
				now: '2026-11-20T09:15:00Z',
				settings: pack.localSettings,
				timeZone: 'Europe/London'
			});
			const missing = (stage: 'save' | 'handover') =>
				missingParts(pack, { record: { ...record, values: {} }, result }, stage).some(
					({ field }) => field.id === id
				);
			const isRequired = expected(row, kind, true) === 'required';
			// The moment of the decision is never empty.
			const isAsked = isRequired && row.auto !== true && row.appendOnly !== true && id !== 'decidedAt';
			expect(missing('save'), kind).toBe(isAsked && row.stage !== 'handover');
			expect(missing('handover'), kind).toBe(isAsked);
			const isOnForm = recordForm(pack, { record, result }).some(({ fields }) =>
				fields.some(({ field }) => field.id === id)
			);
			const isShown = expected(row, kind, true) !== 'not-shown';
			expect(isOnForm, kind).toBe(
				isShown && row.auto !== true && row.appendOnly !== true && row.stage !== 'handover'
			);
		}
	});
});

it('asks nothing twice: every field that a person fills stands in one part of the task list', () => {
	const listed = pack.record.parts.flatMap(({ fields }) => fields);
	expect(new Set(listed).size).toBe(listed.length);
	const asked = matrix.fields.filter(({ auto, appendOnly }) => auto !== true && appendOnly !== true);
	expect(listed.toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
});
