import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleText } from '#lib/record/export/make-bundle.ts';
import { contentPack } from '../../support/pack.ts';
import { draftBundle, signedBundle } from '../../support/signed-bundle.ts';

const pack = await contentPack();
const { bundle, office } = await signedBundle(pack);
const folder = mkdtempSync(join(tmpdir(), 'doorstep-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

function verify(...args: readonly string[]) {
	const ran = spawnSync(process.execPath, ['tools/verify-record.ts', ...args], { encoding: 'utf8' });
	return { code: ran.status, out: ran.stdout, faults: ran.stderr };
}

function fileOf(text: string): string {
	const path = join(folder, 'record.json');
	writeFileSync(path, text);
	return path;
}

describe('npm run verify-record', () => {
	it('names the organisation and the signer, and ends with 0 when every check holds', () => {
		const { code, out, faults } = verify(fileOf(bundleText(bundle)));
		expect(faults).toBe('');
		expect(code).toBe(0);
		expect(out).toContain(`Root fingerprint  ${office.organisation.fingerprint}`);
		expect(out).toContain(`Signed by person  ${office.worker.by.signer.person}`);
		expect(out).toContain(`On device         ${office.worker.by.signer.device}`);
		expect(out).toMatch(/Claimed at {8}\d{4}-\d\d-\d\dT/);
		expect(out.match(/^holds /gm)).toHaveLength(9);
		expect(out).toContain('Every check holds');
	});

	it('ends with 1 for a hand-edited file and names the field', () => {
		const edited = bundleText(bundle).replaceAll('She was not safe tonight', 'All was well');
		const { code, out } = verify(fileOf(edited));
		expect(code).toBe(1);
		expect(out).toMatch(/^FAILS {4}content .*changed after signing: Your reason \(\/values\/r:~1reason\)/m);
		expect(out).toContain('Do not rely on it');
	});

	it('ends with 1 for a draft, and for what is no exported record', () => {
		expect(verify(fileOf(bundleText(draftBundle(pack))))).toMatchObject({ code: 1, faults: '' });
		const cut = verify(fileOf(bundleText(bundle).slice(0, 900)));
		expect(cut).toMatchObject({ code: 1, out: '' });
		expect(cut.faults).toContain('its end is missing');
	});

	it('ends with 2 when it was asked wrongly', () => {
		expect(verify().faults).toContain('Usage:');
		expect(verify()).toMatchObject({ code: 2, out: '' });
		expect(verify('one', 'two').code).toBe(2);
		expect(verify(join(folder, 'none.json'))).toMatchObject({ code: 2, out: '' });
	});
});
