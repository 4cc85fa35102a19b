/** Flow B's card in words: what may apply, how sure we are, and what can be chosen. Pure. */
import { alternativesOf, textOf, type RulesFound } from '../flow/rules-card.ts';
import type { Pack, RuleState, TableRow } from '../pack/types.ts';
import type { RuleLine, RuleWords } from '../pack/rule-words.ts';

export interface CardLine {
	/** Id of the rule, basis or condition in the pack, for tests. */
	readonly id: string;
	/** A word or two before the title: what kind of thing this is. */
	readonly tag?: string;
	readonly title: string;
	readonly say: string;
	readonly check?: string | undefined;
}

export interface CardSection {
	readonly id: 'why' | 'basis' | 'data' | 'confidence' | 'article8' | 'telling' | 'hold';
	readonly heading: string;
	readonly lines: readonly CardLine[];
	/** Concept ids that belong here. */
	readonly concepts: readonly string[];
	readonly sources: readonly string[];
}

export interface CardOption {
	readonly id: string;
	readonly label: string;
	readonly hint: string;
}

/** What the person can choose: what the answers point to first, the rest behind. */
export interface CardOptions {
	readonly near: readonly CardOption[];
	readonly far: readonly CardOption[];
}

export interface CardView {
	readonly sections: readonly CardSection[];
	readonly bases: CardOptions;
	/** Empty where nothing sensitive was named. */
	readonly conditions: CardOptions;
}

interface CardAt {
	readonly pack: Pack;
	readonly words: RuleWords;
	readonly found: RulesFound;
	readonly rules: Readonly<Record<string, RuleState>>;
}

/** Which section of the card a concept belongs to. One that stands nowhere comes last, so that none is lost. */
const CONCEPTS: Readonly<Record<Exclude<CardSection['id'], 'hold'>, readonly string[]>> = {
	why: ['free-to-act', 'check-scope-list', 'power-is-not-duty', 'svd-not-this-power'],
	basis: ['ea-not-for-public-tasks', 'consent-as-basis'],
	data: [],
	confidence: ['confidence-release', 'protect-informant', 'caldicott'],
	article8: ['art8-line'],
	telling: ['telling-exemption']
};

/**
 * The whole card.
 * @returns undefined for a pack made before the card had words
 */
export function rulesCardView(at: Omit<CardAt, 'words'>): CardView | undefined {
	const words = at.pack.ruleWords;
	if (words === undefined || at.found.gateway === undefined) return undefined;
	const card: CardAt = { ...at, words };
	return {
		sections: [whySection(card), basisSection(card), dataSection(card), ...plainSections(card)],
		bases: baseOptions(card),
		conditions: conditionOptions(card)
	};
}

function whySection(at: CardAt): CardSection {
	const { found, words } = at;
	const gateway = found.gateway;
	const purpose = found.purpose;
	// A duty that is still to be checked is not called one.
	const isOpen = textOf(gateway, 'group') === 'check';
	const kind = isOpen ? undefined : words.kinds[textOf(gateway, 'kind')];
	const own = lineOf(gateway?.id ?? '', words.gateways[gateway?.id ?? '']);
	return section(at, {
		id: 'why',
		heading: 'Why you may or must share',
		lines: [
			...own.map((line) => (kind === undefined ? line : { ...line, tag: kind })),
			...purposeLines(at, purpose)
		],
		sources: [...sourcesOf(gateway), ...sourcesOf(purpose)]
	});
}

/** The purpose's own law, unless it is dated and does not count on the date of the decision. */
function purposeLines({ words, rules }: CardAt, purpose: TableRow | undefined): readonly CardLine[] {
	const id = textOf(purpose, 'gateway');
	const rule = textOf(purpose, 'rule');
	const isOff = rule !== '' && rules[rule] !== 'on';
	const [line] = lineOf(id, words.purposeGateways[id]);
	if (line === undefined) return [];
	const off = words.lines.ruleOff;
	return [
		{
			...line,
			tag: 'For your purpose',
			...(isOff && off !== undefined ? { say: off.say, check: undefined } : {})
		}
	];
}

function basisSection(at: CardAt): CardSection {
	const { found, words } = at;
	const { basis } = found;
	const why = words.basisRules[basis?.id ?? '']?.say ?? '';
	const suggested = lineOf(textOf(basis, 'suggest'), words.bases[textOf(basis, 'suggest')]);
	const others = alternativesOf(basis).flatMap((id) => lineOf(id, words.bases[id]));
	return section(at, {
		id: 'basis',
		heading: 'Your basis in data protection law (Article 6)',
		lines: [
			...suggested.map((line) => ({ ...line, tag: 'Suggested', say: `${why} ${line.say}`.trim() })),
			...others.map((line) => ({ ...line, tag: 'Also possible' }))
		],
		sources: sourcesOf(basis)
	});
}

function isSensitive({ found }: CardAt): boolean {
	return found.hasFlag('special-data') || found.hasFlag('criminal-data');
}

function dataSection(at: CardAt): CardSection {
	const { found, words } = at;
	const fitting = found.data.flatMap((row) => lineOf(row.id, words.conditions[row.id]));
	const instead = isSensitive(at) ? 'noneFits' : 'noCondition';
	return section(at, {
		id: 'data',
		heading: 'Sensitive information (Articles 9 and 10)',
		lines:
			fitting.length > 0
				? fitting.map((line) => ({ ...line, tag: 'May fit' }))
				: lineOf(instead, words.lines[instead]),
		sources: [
			...found.data.flatMap(sourcesOf),
			...(fitting.length > 0 ? [] : (words.lines[instead]?.sources ?? []))
		]
	});
}

/** The parts that one flag decides. */
function plainSections(at: CardAt): readonly CardSection[] {
	const { found } = at;
	const isPublic = found.cards.includes('art8-line');
	return [
		plain(at, 'confidence', [
			'What releases a confidence',
			found.hasFlag('confidential') ? 'confidential' : 'notConfidential'
		]),
		plain(at, 'article8', ['Is there a gentler way?', isPublic ? 'article8Public' : 'article8Other']),
		plain(at, 'telling', [
			'Telling the person',
			found.cards.includes('telling-exemption') ? 'notTelling' : 'tellThem'
		]),
		plain(at, 'hold', ['Papers your organisation keeps', 'hold'])
	];
}

function plain(at: CardAt, id: CardSection['id'], [heading, line]: readonly [string, string]): CardSection {
	const words = at.words.lines[line];
	return section(at, { id, heading, lines: lineOf(line, words), sources: words?.sources ?? [] });
}

function section({ found }: CardAt, own: Omit<CardSection, 'concepts'>): CardSection {
	const placed = Object.values(CONCEPTS).flat();
	const isHere = (id: string) => (own.id === 'hold' ? !placed.includes(id) : CONCEPTS[own.id].includes(id));
	return { ...own, sources: [...new Set(own.sources)], concepts: found.cards.filter(isHere) };
}

function lineOf(id: string, words: RuleLine | undefined): readonly CardLine[] {
	if (words === undefined) return [];
	return [{ id, title: words.title ?? '', say: words.say, check: words.check }];
}

function sourcesOf(row: TableRow | undefined): readonly string[] {
	return row?.sources ?? [];
}

function baseOptions(at: CardAt): CardOptions {
	const { basis } = at.found;
	const near = [textOf(basis, 'suggest'), ...alternativesOf(basis)];
	return options(at, { field: 'art6Basis', lines: at.words.bases, near });
}

function conditionOptions(at: CardAt): CardOptions {
	if (!isSensitive(at)) return { near: [], far: [] };
	const near = at.found.data.map(({ id }) => id);
	return options(at, { field: 'art9or10Condition', lines: at.words.conditions, near });
}

interface Choosable {
	readonly field: string;
	readonly lines: RuleWords['bases'];
	readonly near: readonly string[];
}

/** Every value that the record's field can take, those of the card first. */
function options({ pack }: CardAt, { field, lines, near }: Choosable): CardOptions {
	const values = pack.record.fields.find(({ id }) => id === field)?.values ?? [];
	const option = (id: string): CardOption => ({
		id,
		label: pack.record.words[`${field}.${id}`] ?? lines[id]?.title ?? id,
		hint: near.includes(id) ? '' : (lines[id]?.say ?? '')
	});
	return {
		near: near.map(option),
		far: values.filter((id) => !near.includes(id)).map(option)
	};
}
