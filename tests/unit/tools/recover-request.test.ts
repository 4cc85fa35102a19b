import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newIdentity } from '#lib/trust/age.ts';
import { openAnswer, readAnswer } from '#lib/trust/help-answer.ts';
import { makeRequest, readRequest } from '#lib/trust/help-request.ts';
import { newId } from '#lib/trust/ids.ts';
import { newestEpoch, recoverySpace } from '#lib/trust/keylog-state.ts';
import { makeKit } from '#lib/trust/kit.ts';
import { makeRecoverySlot, recoveryPlace } from '#lib/trust/recovery-slot.ts';
import { openOffice } from '../trust/office.ts';
import { NOW } from '../trust/people.ts';

const WORDS = 'five words for this kit';
const ROOT = new Uint8Array(32).fill(7);
const folder = mkdtempSync(join(tmpdir(), 'doorstep-request-'));
afterAll(() => rmSync(folder, { recursive: true }));

const office = await openOffice();
const other = await openOffice();
const { kit, tenant, fingerprint } = office.organisation;
const epoch = newestEpoch(recoverySpace(office.keylog))!;
const owner = { profile: newId(), device: newId(), tenant, person: newId(), fingerprint };
const slot = await makeRecoverySlot(ROOT, await recoveryPlace(ROOT, owner, epoch), epoch.recipient);
const fresh = await newIdentity();
const requestBytes = makeRequest(slot, fresh.recipient, NOW);
const read = await readRequest(requestBytes);
if (!read.ok) throw new TypeError(read.reason);
const waiting = read.value;

function put(name: string, bytes: string | Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
}
const files = {
	kit: put('kit.age', await makeKit(kit, WORDS, 15)),
	otherKit: put('other.age', await makeKit(other.organisation.kit, WORDS, 15)),
	words: put('words', `${WORDS}\n`),
	request: put('request', requestBytes)
};
let made = 0;
const nextOut = () => join(folder, `answer-${(made += 1)}`);

function run(change: Readonly<Record<string, string>> = {}, typed = 'same\n') {
	const asked: Record<string, string> = {
		kit: files.kit,
		request: files.request,
		out: nextOut(),
		'passphrase-file': files.words,
		...change
	};
	const args = Object.entries(asked).flatMap(([name, value]) => [`--${name}`, value]);
	const ran = spawnSync(process.execPath, ['tools/recover.ts', ...args], { encoding: 'utf8', input: typed });
	return { code: ran.status, said: ran.stdout + ran.stderr, out: asked['out'] ?? '' };
}

describe('npm run recover -- --request', () => {
	it('shows the code, asks to compare, and writes what only that device opens', async () => {
		const { code, said, out } = run();
		expect(code, said).toBe(0);
		expect(said).toContain(`Check code:  ${waiting.code}`);
		expect(said).toContain('Telephone the person yourself');
		expect(statSync(out).mode & 0o77).toBe(0);
		const answer = readAnswer(readFileSync(out), waiting);
		if (!answer.ok) return expect.fail(answer.reason);
		expect(await openAnswer(answer.value, waiting, fresh.identity)).toEqual({ ok: true, value: ROOT });
	});

	it.each(['', 'yes\n', 'no\n', '\n'])('writes nothing when %j is typed in place of "same"', (typed) => {
		const { code, said, out } = run({}, typed);
		expect(code).toBe(1);
		expect(said).toContain('Nothing was written');
		expect(existsSync(out)).toBe(false);
	});

	it('names what is wrong, before anything is asked or written', () => {
		const wrongWords = put('wrong', 'other words\n');
		const newer = put('newer', new TextDecoder().decode(requestBytes).replace('"v":1', '"v":2'));
		for (const [change, words] of [
			[{ kit: files.otherKit }, 'other-organisation'],
			[{ 'passphrase-file': wrongWords }, 'wrong-passphrase'],
			[{ request: files.kit }, 'not-a-request'],
			[{ request: newer }, 'newer-format'],
			[{ request: join(folder, 'nowhere') }, 'There is no file']
		] as const) {
			const { code, said, out } = run(change);
			expect(code).not.toBe(0);
			expect(said).toContain(words);
			expect(said).not.toContain('Check code');
			expect(existsSync(out)).toBe(false);
		}
	});

	it('never writes over a file', () => {
		const out = put('mine', 'keep me');
		expect(run({ out })).toMatchObject({ code: 2 });
		expect(readFileSync(out, 'utf8')).toBe('keep me');
	});

	it('says how it is used', () => {
		const ran = spawnSync(process.execPath, ['tools/recover.ts', '--request', files.request], {
			encoding: 'utf8'
		});
		expect(ran.status).toBe(2);
		expect(ran.stderr).toContain('Usage: npm run recover');
	});
});
