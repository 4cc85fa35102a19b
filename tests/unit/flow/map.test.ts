import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layoutMap } from '../../../src/lib/flow/map-layout.ts';
import { overviewMap } from '../../../src/lib/flow/map-overview.ts';
import { textWidth, wrap } from '../../../src/lib/flow/map-wrap.ts';
import { flowMap } from '../../../src/lib/flow/map.ts';
import type { FlowId, Pack } from '../../../src/lib/pack/types.ts';
import { packText, parsePackText } from '../../../src/lib/pack/parse.ts';
import { boxesInTheWay, differentFacts, looseRoads } from '../../support/map-facts.ts';
import { contentPack } from '../../support/pack.ts';

const RELEASED = 'static/packs/2026-11-22.1.json';
const FLOWS: readonly FlowId[] = ['share', 'rules', 'consent', 'record', 'secure'];

function releasedPack(): Pack {
	const parsed = parsePackText(readFileSync(RELEASED, 'utf8'));
	if (!parsed.ok) throw new TypeError('the released pack does not load');
	return parsed.pack;
}

const packs = [await contentPack(), releasedPack()];
const cases = packs.flatMap((pack) => FLOWS.map((flow) => [pack.version, flow, pack] as const));

const allWords = (pack: Pack, flow: FlowId): string =>
	flowMap(pack, flow)
		.rows.flatMap((row) => [
			row.title,
			...row.notes,
			...row.ways.map(({ words, leads }) => `${words} ${leads}`)
		])
		.join('\n');

describe.each(cases)('the map of pack %s, flow %s', (_version, flow, pack) => {
	const map = flowMap(pack, flow);
	const picture = layoutMap(map);

	it('has a row for every question, fork and call', () => {
		const rows = map.rows.map(({ id }) => id);
		expect(rows).toEqual(expect.arrayContaining(pack.flows[flow].nodes.map(({ id }) => id)));
		expect(new Set(rows).size).toBe(rows.length);
	});

	it('has every answer, tick and check in its own row', () => {
		for (const node of pack.flows[flow].nodes) {
			const row = map.rows.find(({ id }) => id === node.id)!;
			const said = [...row.notes, ...row.ways.map(({ words }) => words)].join('\n');
			const rows = node.answersFrom === undefined ? [] : pack.ruleTables[node.answersFrom];
			const labels = [...(node.answers ?? []), ...(node.items ?? []), ...rows].map(
				({ label }) => label ?? ''
			);
			for (const label of labels) expect(said).toContain(label);
			if (node.notSure) expect(row.ways.some(({ id }) => id === 'answer-not-sure')).toBe(true);
		}
	});

	it('has every branch and every result of a call as a road', () => {
		for (const node of pack.flows[flow].nodes) {
			const ids = map.rows.find(({ id }) => id === node.id)!.ways.map(({ id }) => id);
			const wanted = [
				...(node.branches ?? []).map((_branch, index) => `branch-${index}`),
				...Object.keys(node.results ?? {}).map((id) => `result-${id}`)
			];
			expect(ids).toEqual(expect.arrayContaining(wanted));
		}
	});

	it('has every outcome that a road names, with its reason', () => {
		const said = allWords(pack, flow);
		const named = JSON.stringify(pack.flows[flow].nodes);
		const outcomes = Object.values(pack.outcomes).filter(({ id }) => named.includes(`"next":"${id}"`));
		for (const { id, reason } of outcomes) {
			expect(map.rows.map((row) => row.id)).toContain(id);
			expect(said).toContain(reason);
		}
	});

	it('leads onwards only: a row comes after all that lead to it', () => {
		const numbers = new Map(map.rows.map(({ id, number }) => [id, number]));
		for (const { number, ways } of map.rows)
			for (const { target } of ways)
				if (target.kind === 'row') expect(numbers.get(target.row)).toBeGreaterThan(number);
	});

	it('says the same in the picture and in the list', () => {
		expect(differentFacts(map, picture)).toEqual([]);
	});

	it('has no two boxes over each other', () => {
		expect(boxesInTheWay(picture)).toEqual([]);
	});

	it('has no road that ends nowhere', () => {
		expect(picture.edges).toHaveLength(map.rows.flatMap(({ ways }) => ways).length);
		expect(looseRoads(picture)).toEqual([]);
	});

	it('says nothing in the code of authors', () => {
		expect(allWords(pack, flow)).not.toMatch(
			/undefined|\[object|@\w|\b[A-E]-[A-Z]{3,}|\b[a-z]+-[a-z]+-[a-z]+\/|\bA7\b/
		);
	});

	it('is the same picture each time', () => {
		expect(layoutMap(flowMap(structuredClone(pack), flow))).toEqual(picture);
	});
});

describe('the maps together', () => {
	const [pack] = packs as [Pack];

	it('show every outcome that a node can reach', () => {
		const shown = new Set(FLOWS.flatMap((flow) => flowMap(pack, flow).rows.map(({ id }) => id)));
		const named = JSON.stringify(pack.flows);
		const missing = Object.keys(pack.outcomes).filter((id) => named.includes(`"${id}"`) && !shown.has(id));
		expect(missing).toEqual([]);
	});

	it('show each way from one set of questions to another', () => {
		const map = overviewMap(pack);
		const picture = layoutMap(map);
		const links = map.rows.flatMap(({ id, ways }) =>
			ways.map(({ target }) => `${id}>${target.kind === 'row' ? target.row : ''}`)
		);
		expect(links).toEqual(
			expect.arrayContaining([
				'share>consent',
				'consent>share',
				'share>secure',
				'secure>share',
				'secure>record'
			])
		);
		expect(differentFacts(map, picture)).toEqual([]);
		expect(boxesInTheWay(picture)).toEqual([]);
		expect(looseRoads(picture)).toEqual([]);
	});
});

describe('the checks of a map', () => {
	const map = flowMap(packs[0]!, 'secure');
	const picture = layoutMap(map);

	it('notice a fact that the picture leaves out', () => {
		const [first, ...others] = picture.strips;
		const torn = { ...picture, strips: [{ ...first!, texts: first!.texts.slice(0, -1) }, ...others] };
		expect(differentFacts(map, torn)).toHaveLength(1);
	});

	it('notice a row that is not drawn', () => {
		const torn = { ...picture, strips: picture.strips.slice(1) };
		expect(differentFacts(map, torn)).toEqual([`${map.rows[0]!.id} is not drawn`]);
	});

	it('notice two boxes over each other', () => {
		const [first, ...others] = picture.strips;
		const torn = {
			...picture,
			strips: [{ ...first!, boxes: [...first!.boxes, first!.boxes[0]!] }, ...others]
		};
		expect(boxesInTheWay(torn)).not.toEqual([]);
	});

	it('notice a road to a row without an arrow', () => {
		const strips = picture.strips.map((strip) => ({ ...strip, lines: [] }));
		expect(looseRoads({ ...picture, strips })).not.toEqual([]);
	});
});

describe('lines of text', () => {
	it('are never wider than their room', () => {
		const lines = wrap('Listed authorities must help, if it fits their own duties. Others may.', {
			width: 200,
			size: 15
		});
		expect(lines.length).toBeGreaterThan(1);
		for (const line of lines) expect(textWidth(line, 15)).toBeLessThanOrEqual(200);
	});

	it('cut a word that is wider than its room, and lose no letter', () => {
		expect(wrap('abcdefghijklmnopqrstuvwxyz', { width: 60, size: 15 }).join('')).toBe(
			'abcdefghijklmnopqrstuvwxyz'
		);
	});
});

it('keeps its picture of the released pack', () => {
	expect(packText(packs[1]!).length).toBeGreaterThan(0);
	const { width, height, strips } = layoutMap(flowMap(packs[1]!, 'record'));
	expect(strips).toHaveLength(7);
	expect(height).toBeGreaterThan(width);
});
