import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../support/folder.ts';

const ROOT = join(import.meta.dirname, '../../..');
let folder = '';

beforeEach(() => {
	folder = testFolder(onTestFinished);
	cpSync(join(ROOT, 'src/content'), folder, { recursive: true });
});

function spoil(name: string, from: string | RegExp, to: string): void {
	const path = join(folder, name);
	const text = readFileSync(path, 'utf8');
	const spoiled = text.replace(from, to);
	expect(spoiled, `${name} has ${String(from)}`).not.toBe(text);
	writeFileSync(path, spoiled);
}

function run(tool: string): { readonly status: number | null; readonly lines: readonly string[] } {
	const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools', tool)], {
		encoding: 'utf8',
		env: { ...process.env, DOORSTEP_CONTENT_DIR: folder }
	});
	return { status, lines: stderr.split('\n').filter((line) => line !== '') };
}

describe('content:check', () => {
	it('passes the content of this checkout', () => {
		expect(run('check-content.ts')).toEqual({ status: 0, lines: [] });
	});

	it('names every problem of every file at once, with file, line and what to do', () => {
		spoil('flows.yaml', 'next: specific-report}', 'next: nowhere-at-all}');
		spoil('flows.yaml', 'reviewBy: "2026-12-31"', 'reviewBy: "31 December"');
		spoil('words/outcomes.yaml', /^O-DUTY:\n( +)title: .*$/m, 'O-DUTY:\n$1titel: x');
		spoil('words/flows.yaml', 'protect-child: To protect', 'protect-kid: To protect');
		spoil('guidance/share-or-not.md', '[S24]', '[S99]');
		spoil('guidance/share-or-not.md', '(flow:share)', '(flow:shave)');
		spoil('library.yaml', 'share-or-not, ', '');
		const { status, lines } = run('check-content.ts');
		expect(status).toBe(1);
		const all = lines.join('\n');
		for (const line of lines) expect(line).toMatch(/^src\/content\/[\w/.-]+:\d+: /);
		for (const wanted of [
			/flows\.yaml:\d+: rules\.dutyActive\.reviewBy: must be a date/,
			/words\/outcomes\.yaml:\d+: outcomes\.O-DUTY\.title/,
			/words\/flows\.yaml:\d+: .*"protect-child" has no words/,
			/guidance\/share-or-not\.md:\d+: no source S99/,
			/guidance\/share-or-not\.md:\d+: no flow "shave"/,
			/share-or-not\.md:1: "share-or-not" stands in no group/
		])
			expect(all).toMatch(wanted);
	});

	it('names a next that leads nowhere and an unknown source', () => {
		spoil('flows.yaml', 'next: specific-report}', 'next: nowhere-at-all}');
		spoil('flows.yaml', 'sources: [S14, S15, S16, S18]', 'sources: [S14, S99]');
		const all = run('check-content.ts').lines.join('\n');
		expect(all).toMatch(/flows\.yaml:\d+: .*nowhere-at-all/);
		expect(all).toMatch(/flows\.yaml:\d+: .*S99/);
	});

	it('names a circular call at the question where the circle begins', () => {
		spoil('flows.yaml', 'next: specific-report}', 'next: what-brings-you}');
		expect(run('check-content.ts').lines.join('\n')).toMatch(/flows\.yaml:(?!1:)\d+: .*round in a circle/);
	});

	it('names an answer of a released pack that was given another id', () => {
		spoil('flows.yaml', 'id: protect-child, label', 'id: protect-kid, label');
		spoil('words/flows.yaml', 'protect-child: To', 'protect-kid: To');
		const all = run('check-content.ts').lines.join('\n');
		expect(all).toMatch(/released pack 2026-11-22\.1 has the answer why-share\/protect-child/);
	});

	it('names the line of broken YAML, in two files at once', () => {
		spoil('flows.yaml', 'version: 1', 'version: [1');
		spoil('glossary.yaml', 'entries:', 'entries: {');
		const all = run('check-content.ts').lines.join('\n');
		expect(all).toMatch(/flows\.yaml:\d+: /);
		expect(all).toMatch(/glossary\.yaml:\d+: /);
	});
});

describe('the content build', () => {
	it('writes no pack at all when anything is wrong', () => {
		spoil('pack.yaml', /version: ".+"/, 'version: "2099-01-01.1"');
		spoil('guidance/share-or-not.md', '[S24]', '[S99]');
		expect(run('build-content.ts').status).toBe(1);
		expect(existsSync(join(ROOT, 'static/packs/2099-01-01.1.json'))).toBe(false);
	});
});
