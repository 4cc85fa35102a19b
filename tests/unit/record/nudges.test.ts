import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nudgesFor, nudgesIn } from '#lib/record/nudges.ts';

const kindsIn = (text: string) => nudgesIn(text).map(({ kind }) => kind);

describe('nudgesIn', () => {
	it.each([
		['Told by Sarah Jones at the gate', 'full-name', 'Sarah Jones'],
		['David O’Connor was there', 'full-name', 'David O’Connor'],
		['Her name is Chidinma Okafor.', 'full-name', 'Chidinma Okafor'],
		['Today Anna Nowak rang', 'full-name', 'Anna Nowak'],
		['Mr John Harper-Lowe opened the door', 'full-name', 'John Harper-Lowe'],
		['Emily Rose Parsons said so', 'full-name', 'Emily Rose Parsons'],
		['James T. Kirkham', 'full-name', 'James T. Kirkham'],
		['They live at 14 Elm Road', 'address', '14 Elm Road'],
		['flat 3, 20a Upper Mill Street', 'address', 'Upper Mill Street'],
		['post to LS6 3AA please', 'address', 'LS6 3AA'],
		['post to sw1a 1aa', 'address', 'sw1a 1aa'],
		['M11AE', 'address', 'M11AE'],
		['NHS 943 476 5919', 'nhs-number', '943 476 5919'],
		['9434765919', 'nhs-number', '9434765919'],
		['401-023-2137', 'nhs-number', '401-023-2137'],
		['DOB 12/03/2019', 'birth-date', '12/03/2019'],
		['d.o.b.: 12.3.19', 'birth-date', '12.3.19'],
		['He was born on 12 March 2019', 'birth-date', '12 March 2019'],
		['date of birth 2019-03-12', 'birth-date', '2019-03-12'],
		['Mum is on 07700 900123', 'phone', '07700 900123'],
		['+44 7700 900 123', 'phone', '+44 7700 900 123'],
		['home number (0114) 496 0123', 'phone', '(0114) 496 0123'],
		['write to mum.b@example.com', 'email', 'mum.b@example.com']
	])('of "%s" notes a %s', (text, kind, found) => {
		const nudge = nudgesIn(text).find((one) => one.kind === kind);
		expect(nudge?.found).toContain(found);
	});

	it('knows an NHS number by its check digit', () => {
		expect(kindsIn('943 476 5918')).toEqual([]);
		expect(kindsIn('4010232138')).toEqual([]);
	});

	it.each(
		`Mrs B looked after Year 4 on Monday.
		Mum said that Mr K had left on Sunday Morning.
		The bruise on her left arm was seen by Nurse Patel in Ward 7.
		Case C-104, reference CP1 2AB, opened 20/11/2026.
		Case reference 2026/11/20-1045 and 20261120.
		Ref: LCS 1234567 and EHM-0045678.
		St Mary Redcliffe Primary School rang at 09:15.
		James Watt College and John Smith House are both near Elm Road.
		She was seen at Victoria Road Surgery and at Charlotte Street Clinic.
		Seen at 12 Green Lane Primary School on Tuesday.
		Children's Social Care, West Sussex County Council, were told.
		Great Ormond Street Hospital and Leeds City Council were asked.
		The Family Hub in Oak Lodge opens on Friday.
		Working Together says so, and so does the Children Act 1989.
		South Yorkshire Police gave log number 845 of 20 November 2026.
		He was born in 2019 and has a baby sister.
		Her birthday is in March.
		The date of the meeting is 12 March 2027.
		Baby is due 12/03/2027.
		Ring 101, 111 or 999, or Childline on 0800 1111.
		The duty line is 0300 123 4567, or 0800 800 5000.
		Write to duty.team@leeds.gov.uk or to dsl@oak.leeds.sch.uk.
		Dr Patel and PC Smith met Mrs Jones.
		The Jones family moved in May.
		Will Monday do? Mark each point. Grace Church runs the group.
		Told on 3 March and again on 4 April 2026.
		I saw 3 marks, 12 mm long, on Thursday 19 November 2026 at 15:30.
		Level 3 Close supervision was agreed.
		Bus 14 Elm Road is late, and class 2 Maple Close to tears.
		Temperature 38.5, weight 12.4 kg, peak flow 210.
		The child said: "I do not want to go home".
		Universal Credit pays £1,234.56 a month.
		Dad works nights at Tesco in Milton Keynes.
		She speaks Polish; her aunt speaks Urdu.
		Section 47 enquiry under the Children Act.
		On Christmas Day the police came twice.
		M was quiet. S6 is the stage of the plan. E3 is empty.
		IP address 192.168.0.1 and order 4000000000.
		Form 12 Review Order, page 3 Long Lane Centre.
		A&E in Hull Royal Infirmary, bay 4, bed 12.
		Operation Encompass sent the notice to the school.
		Mother told Health Visitor that Aunt Grace would come.
		Early Help since September; Team Around the Family in October.
		Sarah's school and David's nursery agreed.
		Sarah told Mrs B, and Sarah Year 4 too.
		Princess Diana Park and King George Avenue.
		We met on Zoom: 844 1234 5678.
		The invoice is 07-2026-1234.
		Spoke with the MASH, the DSL and the LADO.
		She weighed 3.2 kg at birth on 12 March.`
			.split('\n')
			.map((line) => line.trim())
	)('lets pass: %s', (line) => {
		expect(nudgesIn(line)).toEqual([]);
	});

	it('lets pass whatever ordinary sentences are put together', () => {
		const parts = fc.array(
			fc.constantFrom(
				'Mrs B',
				'Year 4',
				'on Monday',
				'in Leeds',
				'at St Mary’s Church',
				'case C-104',
				'20/11/2026',
				'at 15:30',
				'the school',
				'Mum',
				'J',
				'Oak Lodge',
				'Elm Road',
				'the Health Visitor',
				'3 times',
				'ward 12'
			),
			{ maxLength: 12 }
		);
		fc.assert(
			fc.property(parts, fc.constantFrom(', ', '. ', '\n', ' and '), (all, between) => {
				expect(nudgesIn(all.join(between))).toEqual([]);
			}),
			{ numRuns: 300 }
		);
	});

	it('takes any text, and a very long one quickly', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
				expect(Array.isArray(nudgesIn(text))).toBe(true);
			}),
			{ numRuns: 200 }
		);
		for (const piece of ['Aa ', 'A', '0', '1 ', 'Aaa', 'a@', 'b. ', 'A.']) {
			const from = performance.now();
			nudgesIn(piece.repeat(100_000));
			expect.soft(performance.now() - from, piece).toBeLessThan(500);
		}
	});
});

describe('nudgesFor', () => {
	it('leaves people at work alone', () => {
		expect(nudgesFor('recipients', 'Sarah Jones, 0114 496 0123, sarah@example.com')).toEqual([]);
		expect(nudgesFor('practitionerName', 'Sarah Jones')).toEqual([]);
	});

	it('lets a safe way to make contact stand where it belongs, and nothing else', () => {
		const text = 'Ring 07700 900123. She moved to 14 Elm Road.';
		expect(nudgesFor('identityProtection', text).map(({ kind }) => kind)).toEqual(['address']);
		expect(nudgesFor('concernSummary', text).map(({ kind }) => kind)).toEqual(['address', 'phone']);
	});
});
