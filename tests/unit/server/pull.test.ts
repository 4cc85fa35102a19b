import { describe, expect, it } from 'vitest';
import type { BootstrapResponse } from '#lib/sync/protocol.ts';
import {
	json,
	kindOf,
	practitioner,
	secondDevice,
	sync,
	wire,
	withDraft
} from '../../support/office-people.ts';
import { follow, revision } from '../../support/people.ts';

describe('who reads what', () => {
	it('sends a colleague the keylog and nothing of a record that is not granted to them', async () => {
		const { office, server } = await withDraft();
		const colleague = await practitioner(office);
		const { pull, bootstrap } = await sync(server, colleague);
		expect(pull.every((entry) => kindOf(entry) === 'key')).toBe(true);
		expect(bootstrap).toEqual([]);
	});

	it('refuses a colleague who asks for the record by its id', async () => {
		const { office, server, record } = await withDraft();
		const colleague = await practitioner(office);
		const body = { device: colleague.keys.device, records: [record.record], after: 0 };
		const page = await json<BootstrapResponse>(
			server.post('/api/v1/bootstrap', body, { token: colleague.token })
		);
		expect(page).toEqual({ entries: [], next: null });
	});

	it('lists earlier records for a second device that had synced before it became a member', async () => {
		const { office, server, organisation, worker, record, draft } = await withDraft();
		const second = await secondDevice(office, worker);
		const before = await sync(server, second);
		expect(before.pull.some((entry) => kindOf(entry) === 'draft')).toBe(false);
		const member = second.member;
		await sync(server, worker, { push: wire(member) });
		await follow(organisation, [member]);
		const { cursor, chain } = before;
		const after = await sync(server, second, { cursor, chain });
		expect(after.bootstrap).toEqual([record.record]);
		const body = { device: second.keys.device, records: after.bootstrap, after: 0 };
		const page = await json<BootstrapResponse>(
			server.post('/api/v1/bootstrap', body, { token: second.token })
		);
		expect(page.next).toBeNull();
		expect(page.entries.at(-1)).toMatchObject({ c: wire(draft)[0]?.c });
		const later = await sync(server, second, { cursor: after.cursor, chain: after.chain });
		expect(later.bootstrap).toEqual([]);
	});

	it('pages through a long log: every entry once, in order, and the same end as in one go', async () => {
		const { server, organisation, worker, record, draft } = await withDraft();
		let parent = draft;
		for (let batch = 0; batch < 4; batch += 1) {
			const made = [];
			for (let count = 0; count < 60; count += 1) {
				parent = await revision(worker, organisation, { record, parents: [parent] });
				made.push(parent);
			}
			await sync(server, worker, { push: wire(...made) });
		}
		const seen: number[] = [];
		let page = await sync(server, worker);
		const to = page.round?.to;
		for (;;) {
			seen.push(...page.pull.map((entry) => entry.seq));
			if (!page.more) break;
			const { cursor, chain, round } = page;
			page = await sync(server, worker, { cursor, chain, ...(round === undefined ? {} : { round }) });
		}
		expect(page.cursor).toBe(to);
		expect(seen).toEqual(Array.from({ length: to ?? 0 }, (_, index) => index + 1));
	});
});
