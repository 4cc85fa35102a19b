import { expect, it } from 'vitest';
import { NEW_RECORD, place, type Revision } from '#lib/record/heads.ts';

/**
 * Reads `name parents...`, with marks after the name: `f:F2/e:k3 a b` is f, a final that signs version 2 and replaces
 * e, under key number 3, with parents a and b. Key number 1 unless told; a final's is its version + 1.
 */
function revision(row: string): Revision {
	const [named = '', ...parents] = row.split(' ');
	const [id = '', ...marks] = named.split(':');
	const [, version, supersedes] = /:F(\d)(?:\/(\w))?/.exec(named) ?? [];
	const key = marks.find((mark) => mark.startsWith('k'))?.slice(1) ?? Number(version ?? 0) + 1;
	return {
		id,
		kind: version === undefined ? 'draft' : 'final',
		parents,
		keyNumber: Number(key),
		version: version === undefined ? null : Number(version),
		supersedes: supersedes ?? null
	};
}

/** @returns the places given in order, then `head | leaves | final` */
function run(rows: readonly string[]): readonly string[] {
	const line = new Map<string, Revision>();
	let state = NEW_RECORD;
	const places = rows.map(revision).map((next) => {
		const placed = place(state, next, line);
		line.set(next.id, next);
		state = placed.state;
		return placed.place;
	});
	return [places.join(' '), `${state.head ?? '-'} | ${state.leaves.join(' ')} | ${state.final ?? '-'}`];
}

it.each([
	['a first draft is the head', ['a'], 'head', 'a | a | -'],
	['a draft moves the head when its parents contain it', ['a', 'b a'], 'head head', 'b | b | -'],
	['the second draft on one parent is a leaf', ['a', 'b a', 'c a'], 'head head leaf', 'b | b c | -'],
	['a second beginning is a leaf', ['a', 'b'], 'head leaf', 'a | a b | -'],
	['a draft on a losing leaf loses too', ['a', 'b a', 'c a', 'd c'], 'head head leaf leaf', 'b | b d | -'],
	['a draft over all leaves joins them', ['a', 'b a', 'c a', 'd b c'], 'head head leaf head', 'd | d | -'],
	['a final without drafts counts', ['f:F1'], 'final', 'f | f | f'],
	['a final over all leaves counts', ['a', 'b a', 'c a', 'f:F1 c b'], 'head head leaf final', 'f | f | f'],
	[
		'a final that leaves out a leaf does not count, and the head stays a leaf',
		['a', 'b a', 'c a', 'f:F1 b'],
		'head head leaf leaf',
		'b | b c f | -'
	],
	[
		'a draft over all leaves takes up a final that did not count',
		['a', 'b a', 'c a', 'f:F1 b', 'd:k2 b c f'],
		'head head leaf leaf head',
		'd | d | -'
	],
	['a final of another version than the next does not count', ['a', 'f:F2/a a'], 'head leaf', 'a | a f | -'],
	[
		'a draft beside the final is late work and changes nothing',
		['a', 'f:F1 a', 'b a', 'c b'],
		'head final late late',
		'f | f | f'
	],
	['a second final beside the final is late', ['a', 'f:F1 a', 'g:F1 a'], 'head final late', 'f | f | f'],
	[
		'a draft on the final begins the next version; a final that replaces it ends it',
		['a', 'f:F1 a', 'b:k3 f', 'g:F2/f:k4 b'],
		'head final head final',
		'g | g | g'
	],
	[
		'a next version that names another final does not count',
		['a', 'f:F1 a', 'g:F2/a f'],
		'head final leaf',
		'f | f g | f'
	],
	[
		'work on the first version is late once the second is signed',
		['f:F1', 'b:k3 f', 'g:F2/f:k4 b', 'c:k3 b'],
		'final head final late',
		'g | g | g'
	],
	[
		'late work may be taken up by the next version',
		['a', 'f:F1 a', 'b a', 'c:k3 f b'],
		'head final late head',
		'c | c | f'
	],
	[
		'a draft under an older key than its parent is a side leaf: the parent stays leaf and head',
		['a:k2', 'b:k1 a'],
		'head side',
		'a | a b | -'
	]
] as const)('%s', (_name, rows, ...expected) => {
	expect(run(rows)).toEqual(expected);
});
