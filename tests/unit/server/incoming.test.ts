import { describe } from 'vitest';
import { randomBytes, toBase64Url, utf8 } from '#lib/trust/bytes.ts';
import { LIMITS } from '#lib/sync/protocol.ts';
import { newOrganisation, newRecord, revision } from '../../support/people.ts';
import { one, refusalMatrix, reheaded } from '../../support/refusals.ts';

describe('an entry is not stored when its form or signature is wrong', () => {
	refusalMatrix([
		[
			'a header that is not canonical',
			'malformed',
			({ draft }) => ({
				...one(draft),
				h: toBase64Url(utf8(` ${new TextDecoder().decode(draft.h)}`))
			})
		],
		[
			'a body that is not the one signed for',
			'malformed',
			async ({ draft, worker, organisation, record }) => ({
				...one(await revision(worker, organisation, { record, parents: [draft] })),
				c: toBase64Url(randomBytes(1024))
			})
		],
		[
			'no body',
			'malformed',
			async ({ draft, worker, organisation, record }) => ({
				...one(await revision(worker, organisation, { record, parents: [draft] })),
				c: null
			})
		],
		['an unknown kind', 'unsupported', ({ draft }) => reheaded(draft, { kind: 'poem' })],
		['a later version of the format', 'unsupported', ({ draft }) => reheaded(draft, { v: 2 })],
		['a field of the wrong type', 'malformed', ({ draft }) => reheaded(draft, { n: '1' })],
		[
			'a purge date that is not 1 January',
			'malformed',
			({ draft }) => reheaded(draft, { purgeAfter: '2090-06-14' })
		],
		[
			'a header over the limit',
			'too-large',
			({ draft }) => reheaded(draft, { more: 'x'.repeat(LIMITS.headerBytes) })
		],
		[
			'a body over the limit',
			'too-large',
			({ draft }) => ({ ...one(draft), c: 'A'.repeat(LIMITS.bodyBytes * 1.4) })
		],
		[
			'another organisation',
			'foreign-tenant',
			async () => {
				const other = await newOrganisation();
				const record = await newRecord(other.administrator);
				return one(await revision(other.administrator, other, { record }));
			}
		],
		[
			'a changed header under the old signature',
			'bad-signature',
			async ({ worker, organisation, record, draft }) =>
				reheaded(await revision(worker, organisation, { record, parents: [draft] }), { clientAt: 1 })
		],
		[
			"another device's signature",
			'bad-signature',
			async ({ worker, organisation, record, draft, office }) => ({
				...one(await revision(worker, organisation, { record, parents: [draft] })),
				s: one(
					await revision(office.administrator, organisation, {
						record: await newRecord(office.administrator)
					})
				).s
			})
		],
		[
			'a device that never joined',
			'device-unknown',
			async ({ worker, organisation, record, draft }) =>
				reheaded(await revision(worker, organisation, { record, parents: [draft] }), {
					device: 'a'.repeat(26)
				})
		],
		[
			'a device before its time',
			'device-unknown',
			async ({ worker, organisation, record, draft }) => {
				const keylogHead = organisation.made.entries[0]?.id ?? null;
				return one(
					await revision(worker, organisation, { record, parents: [draft], header: { keylogHead } })
				);
			}
		],
		[
			'a keylog head that is not stored',
			'missing',
			async ({ worker, organisation, record, draft }) => {
				const keylogHead = `${'b'.repeat(51)}a`;
				return one(
					await revision(worker, organisation, { record, parents: [draft], header: { keylogHead } })
				);
			}
		],
		[
			'an author who is not the person of the device',
			'not-yours',
			async ({ worker, organisation, record, draft, office }) => {
				const author = office.administrator.signing.signer.person;
				return one(await revision(worker, organisation, { record, parents: [draft], header: { author } }));
			}
		],
		[
			'a number that the device has used',
			'number-used',
			async ({ worker, organisation, record, draft }) => {
				const header = { deviceSeq: draft.header.deviceSeq, devicePrev: draft.header.devicePrev };
				return one(await revision(worker, organisation, { record, parents: [draft], header }));
			}
		],
		["a record id that is another's", 'not-yours', ({ draft }) => reheaded(draft, { record: 'a'.repeat(26) })]
	]);
});
