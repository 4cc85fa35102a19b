import { describe, expect, it } from 'vitest';
import { comparePacks, lostIds } from '#lib/pack/compare.ts';
import { compareVersions } from '#lib/pack/compare-versions.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();

/** The pack as loose data that a test may change. */
interface Loose {
	flows: Record<string, { title: string; nodes: LooseNode[] }>;
	outcomes: Record<string, Record<string, unknown>>;
	rules: Record<string, Record<string, unknown>>;
	ruleTables: Record<string, Record<string, unknown>[]>;
	record: { fields: Record<string, unknown>[]; words: Record<string, string> };
	concepts: Record<string, { say: string }>;
	sources: { status: string }[];
	always: { label: string }[];
	quick: { why: { ask: string } };
	caseWide: string[];
	version: string;
	publishedAt: string;
	hash: string;
}

interface LooseNode {
	id: string;
	ask?: string;
	next?: string;
	answers?: { id: string; label: string; next?: string; sets?: string[] }[];
	notSure?: { next: string };
	items?: { id: string; label: string; if?: unknown }[];
	branches?: unknown[];
}

function changed(change: (loose: Loose) => void): readonly string[] {
	const later = structuredClone(pack) as unknown as Loose;
	change(later);
	return comparePacks(pack, later as unknown as Pack).map(
		({ part, id, kind, members }) => `${kind} ${part} ${id}${members.length > 0 ? `: ${members.join()}` : ''}`
	);
}

const share = (loose: Loose): LooseNode[] => loose.flows.share!.nodes;
const nodeWith = (loose: Loose, member: keyof LooseNode): LooseNode =>
	share(loose).find((node) => node[member] !== undefined)!;

describe('comparePacks', () => {
	it('finds nothing between a pack and itself', () => {
		expect(comparePacks(pack, structuredClone(pack))).toEqual([]);
	});

	it('does not count the name, the day and the hash of a pack', () => {
		expect(
			changed((loose) => Object.assign(loose, { version: '2030-01-01.1', publishedAt: '2030', hash: 'x' }))
		).toEqual([]);
	});

	it.each<[string, (loose: Loose) => void]>([
		['words node what-brings-you: ask', (loose) => (share(loose)[0]!.ask = 'Why?')],
		['way node what-brings-you: next', (loose) => (share(loose)[0]!.next = 'else')],
		[
			'way answer what-brings-you/may-be-danger: next',
			(loose) => (share(loose)[0]!.answers![0]!.next = 'else')
		],
		[
			'words answer what-brings-you/may-be-danger: label',
			(loose) => (share(loose)[0]!.answers![0]!.label = 'x')
		],
		[
			'way answer what-brings-you/may-be-danger: sets',
			(loose) => (share(loose)[0]!.answers![0]!.sets = ['x'])
		],
		['removed answer what-brings-you/may-be-danger', (loose) => share(loose)[0]!.answers!.shift()],
		[
			'added answer what-brings-you/new',
			(loose) => share(loose)[0]!.answers!.push({ id: 'new', label: 'x' })
		],
		['way order what-brings-you/answers: order', (loose) => share(loose)[0]!.answers!.reverse()],
		['removed node what-brings-you', (loose) => share(loose).shift()],
		['added node new', (loose) => share(loose).push({ id: 'new', answers: [{ id: 'a', label: 'x' }] })],
		['words flow share: title', (loose) => (loose.flows.share!.title = 'x')],
		['words outcome O-DUTY: title', (loose) => (loose.outcomes['O-DUTY']!.title = 'x')],
		['way outcome O-DUTY: strength', (loose) => (loose.outcomes['O-DUTY']!.strength = 'may')],
		['removed outcome O-DUTY', (loose) => delete loose.outcomes['O-DUTY']],
		['way rule dutyActive: effectiveFrom', (loose) => (loose.rules.dutyActive!.effectiveFrom = '2026-10-01')],
		['way rule dutyActive: reviewBy', (loose) => (loose.rules.dutyActive!.reviewBy = '2027-10-01')],
		['way rule dutyActive: evidence', (loose) => (loose.rules.dutyActive!.evidence = 'U')],
		['words rule dutyActive: evidenceNote', (loose) => (loose.rules.dutyActive!.evidenceNote = 'x')],
		[
			'way row gatewayRules/order-or-warrant: kind',
			(loose) => (loose.ruleTables.gatewayRules![0]!.kind = 'x')
		],
		['way order gatewayRules: order', (loose) => loose.ruleTables.gatewayRules!.reverse()],
		['way field id: need', (loose) => (loose.record.fields[0]!.need = ['O', 'R', 'R', 'R', 'R', 'R', 'R'])],
		['words field id: label', (loose) => (loose.record.fields[0]!.label = 'x')],
		['words concept stored-numbers: say', (loose) => (loose.concepts['stored-numbers']!.say = 'x')],
		['way source S01: status', (loose) => (loose.sources[0]!.status = 'gone')],
		['words answer always/danger-now: label', (loose) => (loose.always[0]!.label = 'x')],
		['words quick quick: why', (loose) => (loose.quick.why.ask = 'x')],
		['added other words/x.y', (loose) => (loose.record.words['x.y'] = 'x')],
		['way other caseWide: ', (loose) => loose.caseWide.push('x')]
	])('finds a planted change once: %s', (expected, change) => {
		expect(changed(change)).toEqual([expected]);
	});

	it('finds a changed branch, a changed line to tick and a changed way out of "not sure"', () => {
		expect(changed((loose) => nodeWith(loose, 'branches').branches!.pop())).toHaveLength(1);
		expect(changed((loose) => (nodeWith(loose, 'items').items![0]!.if = { flag: 'request' }))).toHaveLength(
			1
		);
		expect(changed((loose) => (nodeWith(loose, 'notSure').notSure!.next = 'else'))).toHaveLength(1);
	});

	it('tells new words from another way where both changed', () => {
		const found = changed((loose) => Object.assign(share(loose)[0]!, { ask: 'Why?', next: 'else' }));
		expect(found).toEqual(['words node what-brings-you: ask', 'way node what-brings-you: next']);
	});
});

describe('lostIds', () => {
	it('names every question, answer, line and outcome that later content lost', () => {
		const later = structuredClone(pack) as unknown as Loose;
		delete later.outcomes['O-DUTY'];
		share(later)[0]!.answers!.shift();
		share(later).splice(1, 1);
		expect(lostIds(pack, later as unknown as Pack)).toEqual(
			expect.arrayContaining([
				'outcome O-DUTY',
				'answer what-brings-you/may-be-danger',
				'node immediate-danger'
			])
		);
	});

	it('takes a renamed answer for a lost one', () => {
		const later = structuredClone(pack) as unknown as Loose;
		share(later)[0]!.answers![0]!.id = 'renamed';
		expect(lostIds(pack, later as unknown as Pack)).toEqual(['answer what-brings-you/may-be-danger']);
	});
});

describe('compareVersions', () => {
	it('orders by day, then by number', () => {
		const versions = ['2026-11-22.10', '2026-11-25.1', '2026-11-22.9', '2026-11-22.1'];
		expect(versions.sort(compareVersions)).toEqual([
			'2026-11-22.1',
			'2026-11-22.9',
			'2026-11-22.10',
			'2026-11-25.1'
		]);
	});
});
