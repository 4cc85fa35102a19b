import { holds } from '../flow/conditions.ts';
import type { Journey, Party } from '../flow/types.ts';
import type { Pack, Prefill, RecordField } from '../pack/types.ts';
import { answerIds, journeyFacts, stepsFor } from './facts.ts';
import { fieldPath } from './paths.ts';
import type { Json, ValuePath } from './types.ts';

/** Where a prefill looks: the journey, for one receiver ('' for the implied one). */
interface Place {
	readonly pack: Pack;
	readonly result: Journey;
	readonly receiver: string;
	readonly parties: { readonly receivers: readonly Party[]; readonly persons: readonly Party[] };
}

/**
 * First values of a record out of its answers. Own words (reasons, views, concerns) are never filled.
 * @source content `record-form.yaml`
 */
export function prefilledValues(
	pack: Pack,
	result: Journey,
	parties: Place['parties']
): Readonly<Record<ValuePath, Json>> {
	const values: Record<ValuePath, Json> = {};
	const receivers = result.receivers.length === 0 ? [''] : result.receivers;
	for (const prefill of pack.record.prefill) {
		const field = pack.record.fields.find((one) => one.id === prefill.field);
		if (field === undefined) continue;
		for (const receiver of field.scope === 'case' ? [''] : receivers) {
			const place: Place = { pack, result, receiver, parties };
			if (prefill.if !== undefined && !holds(prefill.if, journeyFacts(result, receiver))) continue;
			fill(values, fieldPath(field, receiver), valueOf(prefill, place), prefill);
		}
	}
	return values;
}

const asList = (value: Json | undefined): readonly Json[] =>
	Array.isArray(value) ? (value as readonly Json[]) : [];

type Filled = { readonly one?: Json; readonly rows?: readonly string[] };

// eslint-disable-next-line max-params -- values to grow, where, what, and how: one step of the loop above
function fill(
	values: Record<ValuePath, Json>,
	path: ValuePath,
	filled: Filled,
	{ part, add }: Prefill
): void {
	filled.rows?.forEach((row, at) => {
		values[part === undefined ? `${path}/${at + 1}` : `${path}/${at + 1}/${part}`] = row;
	});
	if (filled.one === undefined) return;
	const target = part === undefined ? path : `${path}/${part}`;
	const before = values[target];
	values[target] = add === undefined ? filled.one : [...asList(before), filled.one];
}

function valueOf(prefill: Prefill, place: Place): Filled {
	const { value, add, fromAnswer, labelOf, itemsOf, listOf } = prefill;
	if (value !== undefined) return { one: value };
	if (add !== undefined) return { one: add };
	if (fromAnswer !== undefined) return one(answerFrom(prefill, fromAnswer, place));
	if (labelOf !== undefined) return one(labelFrom(labelOf, place));
	if (itemsOf !== undefined) return { rows: tickedLines(itemsOf, place) };
	return { rows: listOf === undefined ? [] : partyNames(listOf, place) };
}

const one = (value: string | undefined): Filled => (value === undefined ? {} : { one: value });

/** Takes an answer only where the field knows that value: "not sure" or an outside row fills nothing. */
function answerFrom({ field, part, map }: Prefill, node: string, place: Place): string | undefined {
	const [id] = answerIds(place.result, node, place.receiver);
	if (id === undefined) return undefined;
	const value = map?.[id] ?? id;
	const spec = place.pack.record.fields.find((candidate) => candidate.id === field);
	return spec !== undefined && valuesOf(place.pack, spec, part).includes(value) ? value : undefined;
}

/** The values an enum field, or one part of an object field, can take. Empty for free text. */
export function valuesOf(pack: Pack, field: RecordField, part?: string): readonly string[] {
	const shape = part === undefined ? 'enum' : field.item?.[part];
	const own = shape === 'enum' ? field.values : shape;
	return typeof own === 'object' ? own : valuesFrom(pack, field.valuesFrom);
}

function valuesFrom(pack: Pack, table: string | undefined): readonly string[] {
	if (table?.endsWith('organisations') === true) return pack.ruleTables.organisations.map((row) => row.id);
	if (table?.endsWith('purposes') === true) return pack.ruleTables.purposes.map((row) => row.id);
	return [];
}

function labelFrom(nodes: readonly string[], { result, receiver }: Place): string | undefined {
	for (const node of nodes) {
		const step = stepsFor(result, receiver).findLast((candidate) => candidate.node === node);
		const label = step?.options.find((option) => option.id === step.answer?.value)?.label;
		if (label !== undefined) return label;
	}
	return undefined;
}

function tickedLines(node: string, { result, receiver }: Place): readonly string[] {
	const step = stepsFor(result, receiver).findLast((candidate) => candidate.node === node);
	if (step === undefined) return [];
	const ticks =
		step.answer?.ticks ?? (step.answer?.value === 'all-done' ? step.items.map((item) => item.id) : []);
	return step.items.filter((item) => ticks.includes(item.id)).map((item) => item.label);
}

function partyNames(list: 'receiver' | 'persons', { receiver, parties }: Place): readonly string[] {
	if (list === 'persons') return parties.persons.map((party) => party.label);
	return parties.receivers.filter((party) => party.id === receiver).map((party) => party.label);
}
