import { describe, expect, it } from 'vitest';
import { journeyOf } from '#lib/record/make.ts';
import { withValue } from '#lib/record/paths.ts';
import type { DecisionRecord } from '#lib/record/types.ts';
import { plainExport } from '#lib/record/export/plain.ts';
import { doubtfulItems, hasShared, referralDocument, TO_ADD } from '#lib/record/export/referral.ts';
import { contentPack } from '../../../support/pack.ts';
import { decidedRecord } from '../../../support/signed-bundle.ts';

const pack = await contentPack();
const decided = decidedRecord(pack);

function textFor(record: DecisionRecord, receiver = ''): string {
	const result = journeyOf(pack, record, pack.localSettings);
	return plainExport(
		referralDocument(pack, { id: 'a'.repeat(26), record, result, receiver, madeWords: 'today' })
	);
}

describe('referralDocument', () => {
	it('asks in the order of a form and names as blanks what the app does not hold', () => {
		const text = textFor(decided);
		const order = [
			'WHO IS REFERRING',
			'THE CHILD OR UNBORN CHILD',
			'HOUSEHOLD AND OTHER KEY ADULTS',
			'AGENCIES INVOLVED',
			'REASON AND EVIDENCE',
			'TOLD AND AGREED',
			'ATTACHMENTS',
			'RISKS TO VISITING WORKERS',
			'SIGNATURE'
		].map((heading) => text.indexOf(`\n${heading}\n`));
		expect(order).toEqual([...order].sort((one, other) => one - other));
		expect(order).not.toContain(-1);
		for (const blank of ['Birth or due date', 'Address', 'GP', 'Who has parental responsibility'])
			expect.soft(text).toContain(`  ${blank}\n    ${TO_ADD}\n`);
	});

	it('gives what was shared and who refers', () => {
		const text = textFor(decided);
		expect(text).toContain('What is shared\n    What was heard at the door');
		expect(text).toContain('Name\n    R. Example');
		expect(text).toContain('Role\n    Health visitor');
	});

	it('never lets out what was not put under "What was shared"', () => {
		// Every value of the record carries a mark of its own, and only these may come through.
		const may = ['practitionerName', 'practitionerRole', 'informationShared', 'recipients', 'handlingLimits'];
		const marked = pack.record.fields.reduce((record, { id, scope, type, item }) => {
			const path = scope === 'case' ? `case/${id}` : `r:/${id}`;
			const [part] = Object.keys(item ?? {});
			const row = type === 'list' ? `${path}/1-a` : path;
			return withValue(record, part === undefined ? row : `${row}/${part}`, `Mark of ${id} in words`);
		}, decided);
		const said = [...textFor(marked).matchAll(/Mark of (\w+) in words/g)].map(([, id]) => id ?? '');
		expect(said.filter((id) => !may.includes(id) && id !== 'organisationKind')).toEqual([]);
		expect(said).toContain('informationShared');
		expect(said).not.toContain('identityProtection');
		expect(said).not.toContain('informationWithheld');
	});

	it('tells the receiver to speak to the sender first, and nothing of who it is about', () => {
		const text = textFor(decided);
		expect(text).toMatch(/\n\nSAFE CONTACT\n[^]*speak to the person who sent it/);
		expect(text.indexOf('SAFE CONTACT')).toBeLessThan(text.indexOf('WHO IS REFERRING'));
		expect(text).not.toContain('neighbour');
		expect(text).not.toContain('aunt');
		const open = { ...decided, values: { ...decided.values, 'r:/identityProtection': ' ' } };
		expect(textFor(open)).not.toContain('SAFE CONTACT');
	});

	it('gives each receiver only its own', () => {
		const two = {
			...decided,
			receivers: [
				{ id: 'one', label: 'Police' },
				{ id: 'two', label: 'School' }
			],
			values: {
				'r:one/informationShared/1': 'Only for the police',
				'r:two/informationShared/1': 'Only for the school',
				'r:two/identityProtection': 'The aunt'
			}
		} as DecisionRecord;
		const result = {
			...journeyOf(pack, decided, pack.localSettings),
			receivers: ['one', 'two'],
			recordKinds: { one: 'shared', two: 'shared' } as const
		};
		const text = plainExport(
			referralDocument(pack, { id: 'a'.repeat(26), record: two, result, receiver: 'one', madeWords: 'today' })
		);
		expect(text).toContain('Only for the police');
		expect(text).not.toContain('Only for the school');
		expect(text).toContain('SAFE CONTACT');
	});
});

describe('doubtfulItems', () => {
	it('finds words that were kept back, also with other spaces and letters', () => {
		const record = withValue(decided, 'r:/informationShared/2-b', 'And  the AUNT’s   illness, too');
		expect(doubtfulItems(record, '')).toEqual(['And  the AUNT’s   illness, too']);
		expect(doubtfulItems(decided, '')).toEqual([]);
	});

	it('does not take chance for a leak', () => {
		const record = withValue(decided, 'r:/informationWithheld/2-b', 'door');
		expect(doubtfulItems(record, '')).toEqual([]);
	});
});

it('knows whether anything was shared', () => {
	expect(hasShared(decided, '')).toBe(true);
	expect(hasShared({ values: { 'r:/informationShared/1': ' ' } }, '')).toBe(false);
	expect(hasShared(decided, 'school')).toBe(false);
});
