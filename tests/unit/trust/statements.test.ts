import { describe, expect, it } from 'vitest';
import { canonicalBytes } from '#lib/trust/canonical.ts';
import { draftHeader, signEntry } from '#lib/trust/entry.ts';
import { newId } from '#lib/trust/ids.ts';
import { applyKeylog } from '#lib/trust/keylog.ts';
import type { Statement } from '#lib/trust/statements.ts';
import { openOffice } from './office.ts';
import { NOW } from './people.ts';
import { signedBy } from './signed-by.ts';

const office = await openOffice();
const { administrator } = office;

describe('statements', () => {
	it('does not change the keylog it was given', async () => {
		const person: Statement = { type: 'person', person: newId(), reviewSpaces: [] };
		const before = structuredClone(office.keylog);
		await applyKeylog(office.keylog, await signedBy('administrator', person, office), NOW);
		await applyKeylog(office.keylog, await signedBy('practitioner', person, office), NOW);
		expect(office.keylog).toEqual(before);
	});

	it('refuses a body that is not canonical JSON', async () => {
		const { signer, position } = administrator.by;
		const header = draftHeader({ signer, position }, 'key', {});
		for (const body of ['{"type": "policy"}', 'policy', '[]', '']) {
			const entry = await signEntry(header, new TextEncoder().encode(body), signer.key);
			expect(await applyKeylog(office.keylog, entry, NOW)).toMatchObject({ reason: 'bad-statement' });
		}
	});

	it('keeps what a later version adds to a known statement', async () => {
		const { signer, position } = administrator.by;
		const body = canonicalBytes({ type: 'policy', settings: { a: 1 }, reasonOfLater: [1] });
		const entry = await signEntry(draftHeader({ signer, position }, 'key', {}), body, signer.key);
		const outcome = await applyKeylog(office.keylog, entry, NOW);
		expect(outcome.ok && outcome.value.policy).toEqual({ a: 1 });
	});
});
