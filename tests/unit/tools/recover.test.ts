import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { newId } from '#lib/trust/ids.ts';
import { makeKit } from '#lib/trust/kit.ts';
import { openOffice } from '../trust/office.ts';
import { PASSPHRASE, storeOffice, type StoredOffice } from './stored-office.ts';

const stored = await storeOffice();
const { data, passphraseFile, written } = stored;
afterAll(() => rmSync(data, { recursive: true }));

interface Ran {
	readonly code: number | null;
	readonly out: string;
	readonly faults: string;
}

function run(tool: string, ...args: readonly string[]): Ran {
	const ran = spawnSync(process.execPath, [`tools/${tool}.ts`, ...args], { encoding: 'utf8', input: '' });
	return { code: ran.status, out: ran.stdout, faults: ran.stderr };
}

function recover(from: StoredOffice, ...more: readonly string[]): Ran {
	const { record } = from.written;
	const own = [
		'--data',
		from.data,
		'--kit',
		from.kit,
		'--record',
		record,
		'--passphrase-file',
		from.passphraseFile
	];
	return run('recover', ...own, ...more);
}

describe('npm run recover', () => {
	it('prints the final and says that every check passed', () => {
		const { code, out, faults } = recover(stored);
		expect(faults).toBe('');
		expect(code).toBe(0);
		expect(out).toContain(`Record ${written.record}`);
		expect(out).toContain('Final, version 1');
		expect(out).toContain('values > case/reason: last words');
		expect(out).toContain(': 0 faults.');
	});

	it('prints every revision as JSON', () => {
		const { code, out } = recover(stored, '--json');
		const said = JSON.parse(out) as Record<string, unknown>;
		expect(code).toBe(0);
		expect(said['fingerprint']).toBe(stored.office.organisation.fingerprint);
		expect(said['revisions']).toMatchObject([
			{ place: 'head', content: { values: { 'case/reason': 'first words' } } },
			{ id: said['current'], place: 'final', content: { values: { 'case/reason': 'last words' } } }
		]);
	});

	it('names a wrong passphrase, another file and an unknown record', () => {
		const wrong = join(data, 'wrong');
		writeFileSync(wrong, 'other words\n');
		expect(recover(stored, '--passphrase-file', wrong)).toMatchObject({ code: 1, out: '' });
		expect(recover(stored, '--passphrase-file', wrong).faults).toContain('(wrong-passphrase)');
		expect(recover(stored, '--kit', passphraseFile).faults).toContain('(not-age)');
		expect(recover(stored, '--record', newId()).faults).toContain('(unknown-record)');
	});

	it('names the kit of another organisation, also when it claims this tenant', async () => {
		const other = await openOffice();
		const { tenant } = stored.office.organisation;
		for (const contents of [other.organisation.kit, { ...other.organisation.kit, tenant }]) {
			const file = join(data, 'other-kit.age');
			writeFileSync(file, await makeKit(contents, PASSPHRASE, 15));
			const { code, faults } = recover(stored, '--kit', file);
			expect(faults).toContain('(other-organisation)');
			expect(code).toBe(1);
		}
	});

	it('says what was asked wrongly', () => {
		expect(run('recover')).toMatchObject({ code: 2, out: '' });
		expect(recover(stored, '--record', 'record-1').faults).toContain('not a record id');
		expect(recover(stored, '--data', join(data, 'nowhere')).faults).toContain('no Doorstep data');
		expect(recover(stored, '--kit', join(data, 'nowhere')).faults).toContain('There is no file');
		expect(recover(stored, '--loud').code).toBe(2);
	});

	it('leaves the data as it is', () => {
		const before = readFileSync(stored.file);
		recover(stored);
		expect(readFileSync(stored.file).equals(before)).toBe(true);
	});
});

describe('data that somebody changed', () => {
	it.each<[string, string]>([
		[
			'bad-body',
			"UPDATE body SET bytes = x'00' WHERE entry_id IN (SELECT entry_id FROM entry WHERE kind = 'final')"
		],
		['chain-broken', "UPDATE entry SET received_at = received_at + 1 WHERE kind = 'final'"],
		['bad-signature', "UPDATE entry SET sig = zeroblob(64) WHERE kind = 'draft'"],
		['log-cut-off', "DELETE FROM entry WHERE kind = 'final'"],
		['seq-gap', "DELETE FROM entry WHERE kind = 'draft'"]
	])('is found: %s', async (reason, change) => {
		const spoiled = await storeOffice();
		const db = new DatabaseSync(spoiled.file);
		db.exec(change);
		db.close();
		const { code, faults } = recover(spoiled);
		rmSync(spoiled.data, { recursive: true });
		expect(faults).toContain(reason);
		expect(code).toBe(3);
	});
});

describe('npm run headers', () => {
	it('prints every table, column and header, and no content', () => {
		const { code, out } = run('headers', '--data', data);
		expect(code).toBe(0);
		for (const table of ['tenant', 'device', 'space_device', 'access', 'entry', 'body', 'record', 'meta']) {
			expect(out).toMatch(new RegExp(`^${table}\\(`, 'm'));
		}
		for (const { id } of [...stored.office.entries, ...written.entries]) expect(out).toContain(id);
		expect(out).toContain('"contentRoot"');
		expect(out).toContain('"sealed":"DRL1"');
		expect(out).toContain('"sealed":"age"');
		for (const secret of ['first words', 'last words', 'case/reason', 'AGE-SECRET', 'Zmlyc3Qg']) {
			expect(out).not.toContain(secret);
		}
	});

	it('shows what lies in the clear, so that a leak would be seen', async () => {
		const leaky = await storeOffice();
		const db = new DatabaseSync(leaky.file);
		db.exec(`UPDATE body SET bytes = CAST('{"reason":"first words"}' AS BLOB)`);
		db.close();
		const { out } = run('headers', '--data', leaky.data);
		rmSync(leaky.data, { recursive: true });
		expect(out).toContain('first words');
	});
});
