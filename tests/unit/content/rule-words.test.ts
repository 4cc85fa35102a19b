import { describe, expect, it } from 'vitest';
import { provePack } from '../../../src/lib/pack/prove.ts';
import type { RuleLine, RuleWords } from '../../../src/lib/pack/rule-words.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const words = pack.ruleWords!;
const { gatewayRules, basisRules, dataRules, purposes } = pack.ruleTables;
const field = (id: string) => pack.record.fields.find((one) => one.id === id)!;
const sorted = (ids: Iterable<string>) => [...new Set(ids)].sort();

/** Sources whose primary text was not read, or only in part. */
const UNREAD = new Set(
	pack.sources.filter(({ evidence, partial }) => evidence !== 'V' || partial === true).map(({ id }) => id)
);
const isUnread = (sources: readonly string[] | undefined) =>
	(sources ?? []).length > 0 && (sources ?? []).every((id) => UNREAD.has(id));

describe('the words of the rules card', () => {
	it.each([
		['kinds', [...gatewayRules.map(({ kind }) => String(kind))]],
		['gateways', gatewayRules.map(({ id }) => id)],
		['purposeGateways', purposes.map(({ gateway }) => String(gateway))],
		['bases', field('art6Basis').values!],
		['basisRules', basisRules.map(({ id }) => id)],
		['conditions', field('art9or10Condition').values!]
	] satisfies readonly (readonly [keyof RuleWords, readonly string[]])[])(
		'exist for every id of %s and for no other',
		(part, ids) => {
			expect(sorted(Object.keys(words[part]))).toEqual(sorted(ids));
		}
	);

	it('name a title for everything that stands on a line of its own', () => {
		const parts = [words.gateways, words.purposeGateways, words.bases, words.conditions, words.lines];
		const nameless = parts.flatMap((part) => Object.entries(part).filter(([, { title }]) => !title));
		expect(nameless).toEqual([]);
	});

	it.each([
		...gatewayRules.map((row) => [row.id, row.sources, words.gateways[row.id]] as const),
		...purposes.map((row) => [row.gateway, row.sources, words.purposeGateways[String(row.gateway)]] as const),
		...Object.entries(words.lines).map(([id, line]) => [id, line.sources, line] as const)
	] as const)('say "check this" where no source was read in full: %s', (_id, sources, line?: RuleLine) => {
		if (isUnread(sources)) expect(line?.check).toBeTruthy();
	});

	it('say "check this" on every condition, except the one that was read', () => {
		const unchecked = dataRules.map(({ id }) => id).filter((id) => !words.conditions[id]?.check);
		expect(unchecked).toEqual(['art9-2h-sch1-2']);
	});

	it('say "check this" wherever a dated rule decides', () => {
		for (const id of ['named-report', 'duty-16la', 'duty-16la-check'])
			expect(words.gateways[id]?.check, id).toBeTruthy();
	});

	it('name only sources that exist', () => {
		const known = new Set(pack.sources.map(({ id }) => id));
		const named = Object.values(words.lines).flatMap(({ sources }) => sources ?? []);
		expect(named.filter((id) => !known.has(id))).toEqual([]);
	});

	it('never say that a choice is right', () => {
		expect(JSON.stringify(words)).not.toMatch(/approved|correct basis|you are allowed|lawful to share/i);
	});

	it('are not needed by a pack made before them', () => {
		const { ruleWords: _none, ...older } = pack;
		expect(provePack(older)).toEqual([]);
	});
});
