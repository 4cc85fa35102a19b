import { describe, expect, it } from 'vitest';
import { randomBytes, toBase64Url } from '#lib/trust/bytes.ts';
import { signEntry, type Entry, type HeaderDraft, type Signing } from '#lib/trust/entry.ts';
import { makeGrant } from '#lib/trust/grant.ts';
import { newId } from '#lib/trust/ids.ts';
import { newestEpoch, recoverySpace } from '#lib/trust/keylog-state.ts';
import { openRecord } from '#lib/trust/open-record.ts';
import { signStatements } from '#lib/trust/sign-statement.ts';
import { verifyLog } from '#lib/trust/verify.ts';
import { logOf, writeRecord } from './log.ts';
import { openOffice, signingOn } from './office.ts';
import { ENTRY_ID, HASH, NOW } from './people.ts';

const office = await openOffice();
const { worker, administrator, keylog } = office;
const { kit, fingerprint } = office.organisation;
const written = await writeRecord(worker.by, keylog);
const toRecovery = newestEpoch(recoverySpace(keylog)) ?? { space: '', epoch: 0, recipient: '' };
const whole = [...office.entries, ...written.entries];
const rows = await logOf(whole);

const findings = async (entries: readonly Entry[]): Promise<readonly string[]> =>
	(await verifyLog(await logOf(entries), fingerprint)).findings.map(({ seq, reason }) => `${seq} ${reason}`);

/** The entry at the end, signed again with another header. */
async function withLast(change: Partial<HeaderDraft>, by: Signing = written.by): Promise<readonly Entry[]> {
	const last = whole.at(-1) as Entry;
	const { bodyHash: _hash, bodyLen: _length, ...draft } = last.header;
	const again = await signEntry({ ...draft, ...change }, last.c ?? new Uint8Array(), by.signer.key);
	return [...whole.slice(0, -1), again];
}

describe('verifyLog', () => {
	it('finds nothing wrong with an honest log, up to its chain value', async () => {
		const checked = await verifyLog(rows, fingerprint);
		expect(checked.findings).toEqual([]);
		expect(checked.deviceGaps).toEqual([]);
		expect(checked.entries).toHaveLength(whole.length);
		expect(checked.chain).toEqual(rows.at(-1)?.chain);
		expect(checked.keylog.head).toBe(keylog.head);
	});

	it('takes nothing under another fingerprint', async () => {
		const other = await openOffice();
		const checked = await verifyLog(rows, other.organisation.fingerprint);
		expect(checked.entries).toEqual([]);
		expect(checked.findings[0]).toEqual({ seq: 1, reason: 'other-root' });
	});

	it('notices a changed time, a removed row and a swapped body', async () => {
		const later = rows.map((row) => (row.seq === 9 ? { ...row, receivedAt: row.receivedAt + 1 } : row));
		expect((await verifyLog(later, fingerprint)).findings).toEqual([{ seq: 9, reason: 'chain-broken' }]);
		const removed = rows.filter((row) => row.seq !== rows.length - 3);
		expect((await verifyLog(removed, fingerprint)).findings).toContainEqual({
			seq: rows.length - 2,
			reason: 'seq-gap'
		});
		const swapped = rows.map((row) => (row.seq === rows.length ? { ...row, c: new Uint8Array(9) } : row));
		expect((await verifyLog(swapped, fingerprint)).findings).toEqual([
			{ seq: rows.length, reason: 'bad-body' }
		]);
	});

	it('follows a log whose bodies were pruned', async () => {
		const pruned = rows.map((row, at) => (whole[at]?.header.kind === 'draft' ? { ...row, c: null } : row));
		expect((await verifyLog(pruned, fingerprint)).findings).toEqual([]);
	});

	it.each<[string, Partial<HeaderDraft>]>([
		['wrong-n', { n: 3 }],
		['missing-parent', { parents: [ENTRY_ID] }],
		['wrong-author', { author: newId() }],
		['device-unknown', { device: newId() }],
		['device-not-standing', { keylogHead: ENTRY_ID }],
		['device-not-standing', { keylogHead: office.entries[2]?.id ?? '' }],
		['foreign-tenant', { tenant: newId() }],
		['no-recovery-grant', { keyCommit: HASH }],
		['no-recovery-grant', { keyNumber: 3 }],
		['history-changed', { lastReceipt: { seq: 3, chain: HASH } }],
		['history-changed', { lastReceipt: { seq: 9999, chain: HASH } }],
		['device-prev-differs', { devicePrev: ENTRY_ID }],
		['device-seq-reused', { deviceSeq: 5 }]
	])('says %s for %j', async (reason, change) => {
		expect(await findings(await withLast(change))).toEqual([`${rows.length} ${reason}`]);
	});

	it('says bad-signature when another device signed', async () => {
		const forged = await withLast({}, administrator.by);
		expect(await findings(forged)).toEqual([`${rows.length} bad-signature`]);
	});

	it('accepts a true receipt', async () => {
		const chain = toBase64Url(rows[2]?.chain ?? new Uint8Array());
		expect(await findings(await withLast({ lastReceipt: { seq: 3, chain } }))).toEqual([]);
	});

	it('reports the numbers that a device skipped, and accepts them', async () => {
		const checked = await verifyLog(
			await logOf(await withLast({ deviceSeq: 40, devicePrev: HASH.length > 0 ? ENTRY_ID : null })),
			fingerprint
		);
		expect(checked.findings).toEqual([]);
		expect(checked.deviceGaps).toEqual([{ device: worker.keys.device, before: 40 }]);
	});

	it('refuses revisions and grants of anybody but the owner', async () => {
		const { bodyHash: _hash, bodyLen: _length, ...draft } = (whole.at(-1) as Entry).header;
		const { signer } = administrator.by;
		const by = { author: signer.person, device: signer.device, deviceSeq: 40, devicePrev: null };
		const revision = await signEntry({ ...draft, ...by }, new Uint8Array(), signer.key);
		expect(await findings([...whole, revision])).toEqual([`${rows.length + 1} not-owner`]);
	});

	it('refuses a grant to a stranger’s personal space or to no epoch', async () => {
		const what = { record: written.record, salt: written.draft.salt, keyNumber: 2, key: written.draft.key };
		const foreign = [...keylog.spaces.values()].find((one) => one.person === administrator.by.signer.person);
		const target = foreign?.epochs[0] ?? toRecovery;
		for (const to of [target, { ...target, space: toRecovery.space, epoch: 2 }]) {
			const grant = await makeGrant(written.by, what, to);
			expect(await findings([...whole, grant])).toEqual([`${rows.length + 1} unknown-recipient`]);
		}
	});

	it('refuses the same entry twice', async () => {
		expect(await findings([...whole, whole.at(-1) as Entry])).toEqual([`${rows.length + 1} entry-twice`]);
	});

	it('keeps what a device made before it was revoked and sent after, as recovered', async () => {
		const revoke = { type: 'revoke', device: worker.keys.device, person: null, invite: null } as const;
		const end = await signStatements(signingOn(keylog, administrator.by), [revoke]);
		const checked = await verifyLog(
			await logOf([...office.entries, ...end, ...written.entries]),
			fingerprint
		);
		expect(checked.findings).toEqual([]);
		expect(checked.entries.filter(({ isRecovered }) => isRecovered)).toHaveLength(written.entries.length);
	});
});

describe('openRecord', () => {
	it('opens every revision with the recovery identity of the kit', async () => {
		const { entries } = await verifyLog(rows, fingerprint);
		const opened = await openRecord(entries, written.record, [kit.recoveryIdentity]);
		const texts = opened.ok
			? opened.value.revisions.map(({ opened: one }) => (one.ok ? one.value.content['values'] : one.reason))
			: [];
		expect(texts).toEqual([{ 'case/reason': 'first words' }, { 'case/reason': 'last words' }]);
		expect(opened.ok && opened.value.badGrants).toEqual([]);
	});

	it('opens nothing for an identity without a grant, and knows no other record', async () => {
		const { entries } = await verifyLog(rows, fingerprint);
		const opened = await openRecord(entries, written.record, [administrator.keys.identity]);
		const reasons = opened.ok ? opened.value.revisions.map(({ opened: one }) => one.ok || one.reason) : [];
		expect(reasons).toEqual(['no-grant', 'no-grant']);
		expect(await openRecord(entries, newId(), [])).toEqual({ ok: false, reason: 'unknown-record' });
	});

	it('names a grant that hands out a wrong key', async () => {
		const what = { record: written.record, salt: written.draft.salt, keyNumber: 7, key: randomBytes(32) };
		const grant = await makeGrant(written.by, what, toRecovery);
		const { bodyHash: _hash, bodyLen: _length, ...draft } = grant.header;
		const bent = await signEntry(
			{ ...draft, keyCommit: HASH },
			grant.c ?? new Uint8Array(),
			written.by.signer.key
		);
		const { entries } = await verifyLog(await logOf([...whole, bent]), fingerprint);
		const opened = await openRecord(entries, written.record, [kit.recoveryIdentity]);
		expect(opened.ok && opened.value.badGrants).toEqual([{ seq: rows.length + 1, reason: 'wrong-commit' }]);
		expect(rows[0]?.receivedAt).toBe(NOW);
	});
});
