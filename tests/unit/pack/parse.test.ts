import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compilePack } from '#lib/pack/compile.ts';
import { packText, parsePack, parsePackText } from '#lib/pack/parse.ts';
import { brokenContent, contentPack } from '../../support/pack.ts';

const pack = await contentPack();
const sha256 = (text: string) => Promise.resolve(createHash('sha256').update(text).digest('base64url'));

/** The pack as loose data that a test may break. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what the test breaks
const loose = <T>() => structuredClone(pack) as unknown as T;

function problemsOf(value: unknown): readonly string[] {
	const parsed = parsePack(value);
	return parsed.ok ? [] : parsed.problems.map((problem) => `${problem.path} ${problem.message}`);
}

describe('parsePack', () => {
	it('takes the pack of this checkout', () => {
		expect(problemsOf(structuredClone(pack))).toEqual([]);
	});

	it('has the hash of its canonical text', async () => {
		expect(await sha256(packText(pack))).toBe(pack.hash);
	});

	it.each([null, 3, 'text', []])('refuses %j', (value) => {
		expect(parsePack(value)).toMatchObject({ ok: false });
	});

	it('asks for an update when the format is newer', () => {
		expect(parsePack({ ...pack, format: 2 })).toMatchObject({ ok: false, problems: [{ path: 'format' }] });
	});

	it('names every broken place at once, each with its path', () => {
		const broken = loose<{ flows: { share: { nodes: Record<string, unknown>[] } }; rules: unknown }>();
		delete broken.flows.share.nodes[2]!.kind;
		broken.flows.share.nodes[4]!.id = '';
		broken.rules = { dutyActive: { label: 'x' } };
		const paths = problemsOf(broken).map((problem) => problem.split(' ')[0]);
		expect(paths).toContain('flows.share.nodes[2].kind');
		expect(paths).toContain('flows.share.nodes[4].id');
		expect(paths).toContain('rules.dutyActive.reviewBy');
	});

	it.each([0, 1, 100, 5000])('says that a text cut off after %i characters is not whole', (length) => {
		const parsed = parsePackText(JSON.stringify(pack).slice(0, length));
		expect(parsed).toMatchObject({ ok: false, problems: [{ path: '' }] });
	});

	it('takes a whole text', () => {
		expect(parsePackText(JSON.stringify(pack)).ok).toBe(true);
	});
});

type Nodes = {
	nodes: { id: string; next?: string; answers?: { id: string; next?: string; sets?: string[] }[] }[];
};

describe('provePack', () => {
	const withShare = (change: (share: Nodes) => void): string => {
		const broken = loose<{ flows: { share: Nodes } }>();
		change(broken.flows.share);
		return problemsOf(broken).join();
	};

	it('finds a next that leads nowhere', () => {
		expect(withShare((share) => (share.nodes[0]!.answers![0]!.next = 'no-such'))).toContain('no-such');
	});

	it('finds a circle', () => {
		expect(withShare((share) => (share.nodes[1]!.answers![2]!.next = 'what-brings-you'))).toContain('circle');
	});

	it('finds an unknown flag and a doubled id', () => {
		expect(withShare((share) => (share.nodes[0]!.answers![0]!.sets = ['nope']))).toContain('nope');
		expect(withShare((share) => (share.nodes[1]!.id = 'what-brings-you'))).toContain('same id');
	});

	it('refuses a concept that names a mistake', () => {
		const broken = loose<{ outcomes: Record<string, { shows: string[] }> }>();
		broken.outcomes['O-NOTNOW']!.shows = ['refusal-ends-it'];
		expect(problemsOf(broken).join()).toContain('may never be shown');
	});
});

describe('compilePack', () => {
	it('lists content without words with its path', async () => {
		const files = brokenContent((raw) => {
			(raw as unknown as { words: { outcomes: Record<string, unknown> } }).words.outcomes['O-DUTY'] = {};
		});
		expect(JSON.stringify(await compilePack(files, sha256))).toContain('outcomes.O-DUTY.title');
	});

	it('makes the same pack from the same content', async () => {
		const again = await compilePack(
			brokenContent(() => undefined),
			sha256
		);
		expect(again.ok && again.pack.hash).toBe(pack.hash);
	});
});
