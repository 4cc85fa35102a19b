import type { RecordBundle } from '#lib/record/export/bundle-types.ts';
import { all, cut, edit, flipped, list, set, withHeader, type Change } from '../../support/tamper.ts';

/** What was done to the file, and what the check says of it: the check, its reason and the place. */
export type Tampering = readonly [name: string, change: Change, caught: string];

const FINAL = ['proof', 'final'] as const;
const CONTENT = [...FINAL, 'content'] as const;
const VALUES = [...CONTENT, 'values'] as const;
const REASON = '/values/r:~1reason';

/** The leaf of the reason, wherever it stands in the list. */
function reasonLeaf(change: (leaf: Readonly<Record<string, string>>) => object): Change {
	return list(
		(leaves) =>
			leaves.map((leaf) => {
				const one = leaf as Record<string, string>;
				return one['path'] === REASON ? { ...one, ...change(one) } : one;
			}),
		...FINAL,
		'leaves'
	);
}

/** To the signed content, its digests and its entry. */
const SIGNED: readonly Tampering[] = [
	['a value', set('Somebody else wrote this', ...VALUES, 'r:/reason'), `content: value-changed ${REASON}`],
	['an answer', set('no', ...CONTENT, 'answers', 1, 'value'), 'content: value-changed /answers/1'],
	[
		'a value put in',
		set('She agreed', ...VALUES, 'case/viewsChild'),
		'content: value-added /values/case~1viewsChild'
	],
	[
		'a value taken out',
		cut(...VALUES, 'r:/identityProtection'),
		'content: value-removed /values/r:~1identityProtection'
	],
	[
		'the time of the decision',
		set('2026-11-15T15:00:00Z', ...CONTENT, 'decidedAt'),
		'content: value-changed /decidedAt'
	],
	[
		'the guidance in the signed content',
		set('2026-11-22.1', ...CONTENT, 'pack', 'version'),
		'content: value-changed /pack/version'
	],
	['a salt', reasonLeaf(({ salt = '' }) => ({ salt: flipped(salt) })), `content: value-changed ${REASON}`],
	['a digest', reasonLeaf(({ digest = '' }) => ({ digest: flipped(digest) })), 'content: digests-changed'],
	[
		'a value and its digest taken out together',
		all(
			cut(...VALUES, 'r:/reason'),
			list(
				(leaves) => leaves.filter((leaf) => (leaf as { path: string }).path !== REASON),
				...FINAL,
				'leaves'
			)
		),
		'content: digests-changed'
	],
	[
		'the order of the digests',
		list((leaves) => leaves.reverse(), ...FINAL, 'leaves'),
		'content: leaves-reordered'
	],
	['a byte of the header', edit(flipped, ...FINAL, 'h'), 'signature: bad-header h'],
	[
		'a member of the header',
		edit((h) => withHeader(h, { clientAt: 1 }), ...FINAL, 'h'),
		'signature: header-changed'
	],
	['the signature', edit(flipped, ...FINAL, 's'), 'signature: bad-signature']
];

/** To the list of devices. */
const KEYLOG: readonly Tampering[] = [
	[
		'a statement taken out',
		list((all) => all.toSpliced(2, 1), 'proof', 'keylog'),
		'keylog: keylog-moved /proof/keylog/2'
	],
	[
		'two statements in the other order',
		list(([root, one, two, ...rest]) => [root, two, one, ...rest], 'proof', 'keylog'),
		'keylog: keylog-moved /proof/keylog/1'
	],
	[
		'the last statements taken out, with them the device that signed',
		list((all) => all.slice(0, 4), 'proof', 'keylog'),
		'signature: device-unknown'
	],
	['no statements at all', set([], 'proof', 'keylog'), 'keylog: no-root /proof/keylog/0'],
	['the body of a statement', edit(flipped, 'proof', 'keylog', 1, 'c'), 'keylog: bad-body /proof/keylog/1'],
	['a fingerprint that is none', set('abcd efgh', 'proof', 'fingerprint'), 'keylog: bad-fingerprint'],
	['the salt of the record number', edit(flipped, 'proof', 'salt'), 'name: bad-record-id']
];

/** To what stands beside the signed part in the open. */
const BESIDE: readonly Tampering[] = [
	['the hash of the pack', edit(flipped, 'stamp', 'pack', 'hash'), 'stamp: stamp-differs /stamp/pack/hash'],
	['the version', set(2, 'stamp', 'version'), 'stamp: stamp-differs /stamp/version'],
	[
		'the time of locking',
		set('2026-11-01T08:00:00.000Z', 'stamp', 'lockedAt'),
		'stamp: stamp-differs /stamp/lockedAt'
	],
	['the record number', set('b'.repeat(26), 'stamp', 'record'), 'stamp: stamp-differs /stamp/record'],
	['the signed entry', set('b'.repeat(52), 'stamp', 'entry'), 'stamp: stamp-differs /stamp/entry'],
	[
		'a word of the readable part',
		set(['Other words'], 'readable', 'sections', 1, 'groups', 0, 'rows', 0, 'lines'),
		'words: words-differ The decision and the reason'
	],
	[
		'a heading of the readable part taken out',
		list((sections) => sections.slice(1), 'readable', 'sections'),
		'words: words-differ Who must not be traced'
	],
	[
		'a heading put behind the last',
		list((sections) => [...sections, { id: 'x', title: 'Afterthought', groups: [] }], 'readable', 'sections'),
		'words: words-differ Afterthought'
	],
	['the outcome', set('O-NOT', 'outcomes', 0, 'outcome'), 'replay: other-outcome /outcomes/0'],
	['the path', set('sure-who', 'path', 1), 'replay: other-outcome /path/1'],
	['the end of the path', list((path) => path.slice(0, -1), 'path'), 'replay: other-outcome /path/']
];

/** To what was added later. */
const ADDED: readonly Tampering[] = [
	[
		'one taken out of the middle',
		list(([, last]) => [last], 'proof', 'additions'),
		'additions: chain-gap /proof/additions/0'
	],
	[
		'the other order',
		list((added) => added.reverse(), 'proof', 'additions'),
		'additions: chain-gap /proof/additions/0'
	],
	[
		'one that stands twice',
		list((added) => [...added, added[1]], 'proof', 'additions'),
		'additions: added-twice /proof/additions/2'
	],
	[
		'its words',
		set('The school never rang', 'proof', 'additions', 0, 'content', 'text'),
		'additions: value-changed /proof/additions/0/text'
	],
	[
		'its signature',
		edit(flipped, 'proof', 'additions', 0, 's'),
		'additions: bad-signature /proof/additions/0'
	],
	[
		'the last taken out, of which the words still tell',
		list(([first]) => [first], 'proof', 'additions'),
		'words: words-differ Later additions'
	]
];

/** To the form of the file, so that nothing of it is checked. */
const FORM: readonly Tampering[] = [
	['a final called a draft', set('draft', 'state'), 'bad-shape /draft'],
	['another format', set('other', 'format'), 'not-a-bundle'],
	['a newer format', set(2, 'v'), 'newer-bundle'],
	['a record of a newer app', set(2, ...CONTENT, 'schema'), 'newer-record'],
	['a member of another kind', set('none', ...CONTENT, 'answers'), 'bad-shape /proof/final/content/answers'],
	['half an emoji', set('\ud83d', ...VALUES, 'r:/reason'), 'not-plain /proof/final/content/values/r:/reason'],
	['a member taken out', cut('path'), 'bad-shape /path'],
	[
		'an address in place of the guidance version',
		set('../../etc/passwd', 'stamp', 'pack', 'version'),
		'bad-shape /stamp/pack/version'
	]
];

/** Parts of another signed record of the same person in place of this one's. */
function mixedWith(other: RecordBundle): readonly Tampering[] {
	const { final, additions = [] } = other.proof ?? {};
	return [
		['the final of another record', set(final, ...FINAL), 'name: bad-record-id'],
		[
			'additions of another record',
			set(additions, 'proof', 'additions'),
			'additions: other-record /proof/additions/0'
		],
		[
			'an addition in place of the final',
			all(
				set(additions[0]?.id, ...FINAL, 'id'),
				set(additions[0]?.h, ...FINAL, 'h'),
				set(additions[0]?.s, ...FINAL, 's')
			),
			'signature: wrong-kind addendum'
		],
		['the signature of another entry', set(final?.s, ...FINAL, 's'), 'signature: bad-signature']
	];
}

/** All of them. @param other another record of the same person */
export function tamperings(other: RecordBundle): readonly Tampering[] {
	return [...SIGNED, ...KEYLOG, ...BESIDE, ...ADDED, ...FORM, ...mixedWith(other)];
}
