import { isFilled } from './paths.ts';
import type { DecisionRecord, Json, ValuePath } from './types.ts';

/** What stays the same from one record of a person to the next. */
const OWN: readonly ValuePath[] = [
	'case/practitionerName',
	'case/practitionerRole',
	'case/organisationKind',
	'case/profession'
];

/** Who a record says its person is: name, role, kind of organisation, profession. */
export type Practitioner = Readonly<Record<ValuePath, Json>>;

export function practitionerIn({ values }: Pick<DecisionRecord, 'values'>): Practitioner {
	const said = OWN.flatMap((path) => {
		const value = values[path];
		return value !== undefined && isFilled(value) ? [[path, value] as const] : [];
	});
	return Object.fromEntries(said);
}

/** A new record that knows its person already. What its answers said about them stays. */
export function withPractitioner(record: DecisionRecord, known: Practitioner): DecisionRecord {
	return { ...record, values: { ...practitionerIn({ values: known }), ...record.values } };
}
