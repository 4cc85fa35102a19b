import { giveAnswer, setReceivers, startJourney } from '../../src/lib/flow/answers.ts';
import { journey } from '../../src/lib/flow/journey.ts';
import type { Pack } from '../../src/lib/pack/types.ts';
import { makeRecord } from '../../src/lib/record/make.ts';
import type { DecisionRecord, Json } from '../../src/lib/record/types.ts';
import { contextFor } from './pack.ts';

const SCOPE = [
	'my-body-in-scope',
	'receiver-in-scope',
	'about-a-child',
	'relevant-to-welfare',
	'may-help-receiver'
];
const ANSWERS: readonly (string | readonly string[])[] = [
	'seen-or-told',
	'no-but-today',
	'yes',
	'protect-child',
	'none',
	['care', 'police'],
	SCOPE,
	'no'
];

/** A record whose first of two receivers, social care, is to be told under the duty; with some values written. */
export function sendingRecord(pack: Pack, values: Readonly<Record<string, Json>>): DecisionRecord {
	const context = contextFor(pack);
	const settings = pack.localSettings;
	let input = setReceivers(startJourney('share'), [
		{ id: 'care', label: 'Social care' },
		{ id: 'police', label: 'The police' }
	]);
	for (const value of ANSWERS) input = giveAnswer(input, journey(pack, input, context).current!, { value });
	const made = makeRecord({ pack, input, now: context.decidedAt, settings, timeZone: 'Europe/London' });
	return { ...made, values: { ...made.values, ...values } };
}
