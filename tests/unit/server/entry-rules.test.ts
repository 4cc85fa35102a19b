import { describe } from 'vitest';
import { randomBytes, utf8 } from '#lib/trust/bytes.ts';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, signEntry } from '#lib/trust/entry.ts';
import { newestEpoch, personalSpace, recoverySpace } from '#lib/trust/keylog-state.ts';
import { publish } from '../../support/office-people.ts';
import { grantTo, invite, newRecord, revision, signed } from '../../support/people.ts';
import { one, refusalMatrix, reheaded } from '../../support/refusals.ts';

describe('an entry is not stored when it breaks a rule of the log', () => {
	refusalMatrix([
		[
			"a draft on a colleague's record",
			'not-yours',
			async ({ office, organisation, record, draft }) =>
				one(await revision(office.administrator, organisation, { record, parents: [draft] }))
		],
		[
			"an addendum to a colleague's record",
			'not-yours',
			async ({ office, organisation, record, draft }) =>
				one(
					await revision(office.administrator, organisation, { record, parents: [draft], kind: 'addendum' })
				)
		],
		[
			'a note on a record that was not granted',
			'no-grant',
			async ({ office, organisation, record, draft }) =>
				one(await revision(office.administrator, organisation, { record, parents: [draft], kind: 'note' }))
		],
		[
			'a review by the owner',
			'not-yours',
			async ({ worker, organisation, record, draft }) =>
				one(await revision(worker, organisation, { record, parents: [draft], kind: 'review' }))
		],
		[
			'an unknown parent',
			'missing',
			async ({ worker, organisation, record, draft }) => {
				const unsent = await revision(worker, organisation, { record, parents: [draft] });
				return one(await revision(worker, organisation, { record, parents: [unsent] }));
			}
		],
		[
			'a parent of another record',
			'missing',
			async ({ worker, organisation, draft }) => {
				const other = await newRecord(worker);
				return one(await revision(worker, organisation, { record: other, parents: [draft] }));
			}
		],
		[
			'a grant for a parent',
			'malformed',
			async ({ worker, organisation, record, given }) =>
				one(await revision(worker, organisation, { record, parents: given.slice(0, 1), header: { n: 2 } }))
		],
		[
			'a number of generations that skips one',
			'malformed',
			async ({ worker, organisation, record, draft }) =>
				one(await revision(worker, organisation, { record, parents: [draft], header: { n: 3 } }))
		],
		[
			'a draft whose key was not granted to recovery',
			'missing',
			async ({ worker, organisation }) =>
				one(await revision(worker, organisation, { record: await newRecord(worker) }))
		],
		[
			'a draft under a key number that was not granted',
			'missing',
			async ({ worker, organisation, record, draft }) =>
				one(await revision(worker, organisation, { record, parents: [draft], keyNumber: 2 }))
		],
		[
			'a draft under another key than the one granted',
			'missing',
			async ({ worker, organisation, record, draft }) => {
				const rekeyed = { ...record, keys: new Map([[1, randomBytes(32)]]) };
				return one(await revision(worker, organisation, { record: rekeyed, parents: [draft] }));
			}
		],
		[
			'a grant of a record by somebody else',
			'not-yours',
			async ({ office, worker, organisation, record }) => {
				const to = newestEpoch(recoverySpace(organisation.keylog));
				if (to === undefined) throw new TypeError('no recovery');
				const { device, person, key } = office.administrator.signing.signer;
				const entry = await grantTo(worker, organisation, { record, to });
				return reheaded(entry, { device, author: person, deviceSeq: 99 }, key);
			}
		],
		[
			'a grant to an unknown space',
			'unknown-recipient',
			async ({ worker, organisation, record }) => {
				const to = newestEpoch(recoverySpace(organisation.keylog));
				if (to === undefined) throw new TypeError('no recovery');
				return one(await grantTo(worker, organisation, { record, to: { ...to, space: 'a'.repeat(26) } }));
			}
		],
		[
			'a grant to an epoch that is not there',
			'unknown-recipient',
			async ({ worker, organisation, record }) => {
				const to = newestEpoch(recoverySpace(organisation.keylog));
				if (to === undefined) throw new TypeError('no recovery');
				return one(await grantTo(worker, organisation, { record, to: { ...to, epoch: 2 } }));
			}
		],
		[
			"a grant to a colleague's own space",
			'unknown-recipient',
			async ({ worker, organisation, record, office }) => {
				const { person } = office.administrator.signing.signer;
				const to = newestEpoch(personalSpace(organisation.keylog, person));
				if (to === undefined) throw new TypeError('no space');
				return one(await grantTo(worker, organisation, { record, to }));
			}
		],
		[
			'a statement that only an administrator may make',
			'not-allowed',
			async ({ worker, organisation }) => {
				const person = worker.signing.signer.person;
				const said = canonicalBytes({ type: 'role', person, role: 'administrator' });
				return one(
					await signed(worker, organisation, (by) =>
						signEntry(draftHeader(by, 'key', {}), said, by.signer.key)
					)
				);
			}
		],
		[
			'a statement on an older head',
			'keylog-moved',
			async ({ office, organisation }) => {
				const old = await invite(organisation);
				await publish(office, (await invite(organisation)).entries);
				const [statement] = old.entries;
				if (statement === undefined) throw new TypeError('no statement');
				return one(statement);
			}
		],
		[
			'a statement that is none',
			'malformed',
			async ({ office, organisation }) => {
				const { administrator } = office;
				const said = canonicalBytes({ type: 'role', person: 'x' });
				return one(
					await signed(administrator, organisation, (by) =>
						signEntry(draftHeader(by, 'key', {}), said, by.signer.key)
					)
				);
			}
		],
		[
			'an erasure, which this version does not do',
			'unsupported',
			async ({ worker, organisation, record }) =>
				one(
					await signed(worker, organisation, (by) =>
						signEntry(draftHeader(by, 'erase', { record: record.record }), utf8('{}'), by.signer.key)
					)
				)
		]
	]);
});
