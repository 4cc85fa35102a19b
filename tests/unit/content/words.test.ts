import { describe, expect, it } from 'vitest';
import {
	allWords,
	alwaysWords,
	concepts,
	conceptWords,
	type ContentNode,
	type FieldShape,
	flows,
	flowWords,
	outcomeWords,
	quick,
	quickWords,
	recordFields,
	recordWords,
	tables
} from './content-files.ts';

const SILENT = new Set(['gate', 'call']);
const LONGEST_SENTENCE_WORDS = 25;
const JARGON =
	/\b(pursuant|herein|hereby|thereof|notwithstanding|data subjects?|data controllers?|processing|stakeholders?|utilise|facilitate|leverage|holistic|signposting|in order to|prior to|regarding|ensure|assist|commence|disclos\w+|safeguarding concerns?|oops|cloud|click|please|approved?|sync)\b/i;
const STRENGTH = {
	must: /\bmust\b(?! not)/,
	should: /\b(should|act now|wait|report)\b/i,
	may: /\b(may|can)\b/
} as const;

const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
const answerIds = (node: ContentNode): string[] => [
	...(node.answers ?? []).map(({ id }) => id),
	...(node.answersFrom === undefined ? [] : tables[node.answersFrom].map(({ id }) => id))
];

describe.each(Object.entries(flows.flows))('words of flow %s', (flowId, flow) => {
	const words = flowWords[flowId];
	const spoken = flow.nodes.filter(({ kind }) => !SILENT.has(kind));

	it('has a title and one sentence about it', () => {
		expect(words?.title).toBeTruthy();
		expect(words?.about).toMatch(/^[^.?!]+\.$/);
	});

	it('asks something on every node with a screen, and on no other', () => {
		expect(sorted(Object.keys(words?.nodes ?? {}))).toEqual(sorted(spoken.map(({ id }) => id)));
		for (const { id } of spoken) expect(words?.nodes[id]?.ask, id).toBeTruthy();
	});

	it.each(spoken.map((node) => [node.id, node] as const))('has a label for each answer of %s', (id, node) => {
		const labels = Object.keys(words?.nodes[id]?.answers ?? {});
		expect(sorted(labels.filter((label) => label !== 'not-sure'))).toEqual(sorted(answerIds(node)));
		if (labels.includes('not-sure')) expect(node.notSure, 'offers not sure').toBeDefined();
	});

	it.each(spoken.map((node) => [node.id, node] as const))('has words for each item of %s', (id, node) => {
		expect(sorted(Object.keys(words?.nodes[id]?.items ?? {}))).toEqual(
			sorted((node.items ?? []).map((item) => item.id))
		);
	});
});

describe('words of outcomes', () => {
	it('exist for every outcome and for no other', () => {
		expect(sorted(Object.keys(outcomeWords))).toEqual(sorted(Object.keys(flows.outcomes)));
	});

	it.each(Object.entries(outcomeWords))('say what, why and two to five next steps: %s', (_, words) => {
		expect(words.title).not.toBe('');
		expect(words.reason).not.toBe('');
		expect(words.todo.length).toBeGreaterThanOrEqual(2);
		expect(words.todo.length).toBeLessThanOrEqual(5);
	});

	it.each(Object.entries(flows.outcomes))('keep the strength of %s', (id, { strength }) => {
		const title = outcomeWords[id]?.title ?? '';
		if (strength === 'must-not') expect(title).toMatch(/\b(must not|do not)\b/i);
		else if (strength === 'must' || strength === 'should' || strength === 'may')
			expect(title).toMatch(STRENGTH[strength]);
		else expect(title).not.toMatch(/\b(must|should)\b/);
		if (strength !== 'must') expect(title, 'no duty where there is none').not.toMatch(/\bmust\b(?! not)/);
	});

	it.each(['O-DETRIMENT', 'O-NOTNOW'])('%s names a review date and explains to the asker', (id) => {
		const steps = outcomeWords[id]?.todo.join(' ') ?? '';
		expect(steps).toContain('review date');
		expect(steps).toContain('If someone asked, explain why');
	});

	it('sends to 999 before the council in an emergency', () => {
		const steps = outcomeWords['O-EMERG']?.todo.join(' ') ?? '';
		expect(steps.indexOf('999')).toBeGreaterThan(-1);
		expect(steps.indexOf('999')).toBeLessThan(steps.indexOf("children's social care"));
	});
});

describe('words of concepts', () => {
	it('exist for every concept that can be shown, never for a named mistake', () => {
		expect(sorted(Object.keys(conceptWords))).toEqual(sorted(Object.keys(concepts.concepts)));
		for (const mistake of concepts.never) expect(conceptWords).not.toHaveProperty(mistake);
	});

	it('use only the known tones', () => {
		for (const { tone } of Object.values(conceptWords))
			expect([undefined, 'danger', 'caution', 'note']).toContain(tone);
	});

	it.each(['rule-verify-note', 'rule-review-overdue', 'csa-not-in-force', 'csa-duty'])(
		'%s says check',
		(id) => {
			expect(conceptWords[id]?.say).toContain('Check this');
		}
	);
});

describe('words of the record', () => {
	const rowsOf = (field: FieldShape): string[] => {
		if (field.valuesFrom === undefined) return [];
		const name = field.valuesFrom.split(' ')[1];
		if (name !== 'organisations' && name !== 'purposes' && name !== 'data') return [`unknown table ${name}`];
		return tables[name].map(({ id }) => id);
	};
	const expected = recordFields.fields.flatMap((field) => [
		...[...(field.values ?? []), ...rowsOf(field)].map((value) => `${field.id}.${value}`),
		...(field.text === true ? [`${field.id}.text`] : []),
		...Object.entries(field.item ?? {}).flatMap(([part, shape]) => [
			`${field.id}.${part}`,
			...(Array.isArray(shape) ? shape.map((value: string) => `${field.id}.${part}.${value}`) : [])
		])
	]);

	it('exist for every value and part, and for nothing else', () => {
		const rows = tables.data.map(({ id }) => `data.${id}`);
		expect(sorted(Object.keys(recordWords.words))).toEqual(sorted([...expected, ...rows]));
	});

	it('name only fields that exist', () => {
		expect(sorted(Object.keys(recordWords.fields))).toEqual(sorted(recordFields.fields.map(({ id }) => id)));
	});

	it.each([
		['organisationKind', 'organisation'],
		['purpose', 'purpose'],
		['data', 'data-kind']
	])('call the rows of %s as flow rules does', (field, node) => {
		const answers = Object.entries(flowWords['rules']?.nodes[node]?.answers ?? {});
		for (const [id, label] of answers)
			if (id !== 'not-sure') expect(recordWords.words[`${field}.${id}`]).toBe(label);
	});
});

describe('words of the quick check', () => {
	it.each(['danger', 'why', 'who'] as const)('exist for each answer of %s', (question) => {
		expect(quickWords[question].ask).toBeTruthy();
		expect(sorted(Object.keys(quickWords[question].answers))).toEqual(
			sorted(Object.keys(quick[question].answers))
		);
	});

	it('exist for each result, with the added line exactly where a dated rule adds one', () => {
		expect(sorted(Object.keys(quickWords.results))).toEqual(sorted(Object.keys(quick.results)));
		for (const [id, { whenRule }] of Object.entries(quick.results))
			expect(quickWords.results[id]?.adds !== undefined, id).toBe(whenRule !== undefined);
	});

	it('says must only where a dated rule adds it', () => {
		for (const [id, { says }] of Object.entries(quickWords.results)) expect(says, id).not.toMatch(/\bmust\b/);
	});
});

describe('all words', () => {
	const words = allWords();

	it('label the emergency exit', () => {
		expect(sorted(Object.keys(alwaysWords))).toEqual(sorted(flows.always.map(({ id }) => id)));
	});

	it('keep every sentence to 25 words', () => {
		const long = words.flatMap(({ path, text }) =>
			text
				.split(/(?<=[.?!:])\s+/)
				.filter((sentence) => sentence.split(/\s+/).length > LONGEST_SENTENCE_WORDS)
				.map((sentence) => `${path}: ${sentence}`)
		);
		expect(long).toEqual([]);
	});

	it('use no jargon, and never say that the app approves', () => {
		expect(words.filter(({ text }) => JARGON.test(text)).map(({ path, text }) => `${path}: ${text}`)).toEqual(
			[]
		);
	});

	it('carry no stray space or leftover mark', () => {
		expect(words.filter(({ text }) => text !== text.trim() || /\s{2}|TODO|\?\?/.test(text))).toEqual([]);
	});
});
