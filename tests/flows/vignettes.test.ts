import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { judgeVignette } from '../../tools/judge-vignette.ts';
import { playVignette, type Vignette } from '../../tools/vignette.ts';
import { contentPack } from '../support/pack.ts';

const pack = await contentPack();
const folder = join(import.meta.dirname, 'vignettes');
const vignettes = readdirSync(folder).map(
	(name) => parse(readFileSync(join(folder, name), 'utf8')) as Vignette
);

describe('the public cases', () => {
	it.each(vignettes.map((vignette) => [vignette.id, vignette.title, vignette] as const))(
		'%s %s',
		(_id, _title, one) => {
			expect(judgeVignette(pack, one, playVignette(pack, one))).toEqual([]);
		}
	);

	it('fails a case that expects another outcome', () => {
		const [first] = vignettes;
		const wrong = { ...first!, expect: { ...first!.expect, outcomes: { case: ['O-NOTNOW'] } } };
		expect(judgeVignette(pack, wrong, playVignette(pack, wrong)).join()).toContain('expected "O-NOTNOW"');
	});

	it('fails a case whose answer is not used', () => {
		const [first] = vignettes;
		const wrong = { ...first!, answers: [...first!.answers, { node: 'weigh', answer: 'not-now' }] };
		expect(playVignette(pack, wrong).problems).toHaveLength(1);
	});

	it('passes over a closing step that a case leaves out as a whole', () => {
		const case13 = vignettes.find((one) => one.id === 'V13')!;
		const isTelling = (node: string) => ['caution-signs', 'safe-to-talk', 'told-reaction'].includes(node);
		const shorter = { ...case13, answers: case13.answers.filter(({ node }) => !isTelling(node)) };
		const played = playVignette(pack, shorter);
		expect(played.problems).toEqual([]);
		expect(played.result.outcomes.map((one) => one.id)).toContain('E-SENT');
	});
});
