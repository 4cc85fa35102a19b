/**
 * `npm run vectors -- FOLDER`: known answers, in Node and in Chromium. The Wycheproof files are in FOLDER (or in
 * `wycheproof` below it) and not in the project; with them run the age vectors, Argon2id beside other implementations
 * and our own frozen vectors. Without FOLDER it says so and passes: the tests run their short form.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { ageFaults, runAgeVectors } from '../tests/proofs/age-vectors.ts';
import { differentialRuns, noble } from '../tests/proofs/argon.ts';
import { DEVIATIONS } from '../tests/proofs/deviations.ts';
import { readFrozen } from '../tests/proofs/frozen.ts';
import { prove, serveProofs } from '../tests/proofs/in-browser.ts';
import { openssl } from '../tests/proofs/openssl.ts';
import { tryForgery } from '../tests/proofs/small-order.ts';
import { frozenFiles } from '../tests/proofs/vector-files.ts';
import { runWycheproof } from '../tests/proofs/wycheproof.ts';
import type { WycheproofFile } from '../tests/proofs/wycheproof-types.ts';
import { CHROMIUM_FLAGS, findChromium } from '../tests/support/browser.ts';

const EXPECTED = ['aes_gcm_test', 'ed25519_test', 'hkdf_sha256_test', 'hmac_sha256_test'];
const ARGON_RUNS = 200;
const SEED = 9106;

/** The same proofs in one engine. */
interface Engine {
	readonly name: 'node' | 'chromium';
	wycheproof(file: WycheproofFile): ReturnType<typeof runWycheproof>;
	age(): ReturnType<typeof runAgeVectors>;
	argon(): ReturnType<typeof differentialRuns>;
	forgery(): ReturnType<typeof tryForgery>;
	frozen(name: string, text: string): ReturnType<typeof readFrozen>;
}

const inNode: Engine = {
	name: 'node',
	wycheproof: (file) => runWycheproof(file, 'node'),
	age: runAgeVectors,
	argon: () => differentialRuns(ARGON_RUNS, SEED, [noble, ...(openssl ? [openssl] : [])]),
	forgery: tryForgery,
	frozen: readFrozen
};

const inChromium = (page: Page): Engine => ({
	name: 'chromium',
	wycheproof: (file) => prove(page, 'wycheproof', { file, engine: 'chromium' }),
	age: () => prove(page, 'age'),
	argon: () => prove(page, 'argon', { runs: ARGON_RUNS, seed: SEED }),
	forgery: () => prove(page, 'forgery'),
	frozen: (name, text) => prove(page, 'frozen', { name, text })
});

let failures = 0;

/** One line of the report; anything unexpected is listed below it and fails the run. */
function report(
	engine: Engine,
	what: string,
	facts: { counts: string; unexpected: readonly string[] }
): void {
	failures += facts.unexpected.length;
	const end = facts.unexpected.length === 0 ? '' : `, ${facts.unexpected.length} UNEXPECTED`;
	console.log(`${engine.name.padEnd(9)} ${what.padEnd(24)} ${facts.counts}${end}`);
	for (const line of facts.unexpected) console.log(`          ${line}`);
}

async function publicFiles(engine: Engine, folder: string): Promise<void> {
	for (const name of EXPECTED) {
		const file = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as WycheproofFile;
		const { tried, agreed, deviations, unexpected } = await engine.wycheproof(file);
		const listed = Object.entries(deviations).map(([deviation, count]) => `, ${count} ${deviation}`);
		report(engine, name, { counts: `${tried} tried, ${agreed} as expected${listed.join('')}`, unexpected });
	}
}

async function ownFiles(engine: Engine): Promise<void> {
	const results = await engine.age();
	const opened = results.filter(({ library }) => library === 'opened').length;
	report(engine, 'cctv-age', {
		counts: `${results.length} tried, ${opened} opened`,
		unexpected: ageFaults(results)
	});
	const { runs, agreed } = await engine.argon();
	const differing = agreed === runs ? [] : [`${runs - agreed} keys differ from the references`];
	report(engine, 'argon2id', { counts: `${runs} runs, ${agreed} alike`, unexpected: differing });
	const { byEngine, byUs } = await engine.forgery();
	report(engine, 'small-order Ed25519 key', {
		counts: `forged signature ${byEngine ? 'taken' : 'refused'} by the engine, ${byUs ? 'taken' : 'refused'} by us`,
		unexpected: byUs ? ['our check took a forged signature'] : []
	});
	const unread: string[] = [];
	for (const [name, text] of frozenFiles()) {
		const found = Object.entries(await engine.frozen(name, text));
		unread.push(...found.filter(([, holds]) => !holds).map(([what]) => `${name}: ${what}`));
	}
	report(engine, 'own frozen vectors', { counts: `${frozenFiles().length} files read`, unexpected: unread });
}

async function withChromium(prove: (engine: Engine) => Promise<void>): Promise<void> {
	const server = await serveProofs();
	const path = findChromium();
	const browser = await chromium.launch({ args: CHROMIUM_FLAGS, ...(path && { executablePath: path }) });
	try {
		const page = await browser.newPage();
		await page.goto(server.origin);
		await prove(inChromium(page));
	} finally {
		await browser.close();
		server.close();
	}
}

const { positionals } = parseArgs({ allowPositionals: true });
const [given] = positionals;
if (given === undefined) {
	console.log('No folder of public test vectors was given, so none were run: npm run vectors -- FOLDER');
	process.exit(0);
}
const folder = existsSync(join(given, 'wycheproof')) ? join(given, 'wycheproof') : given;
const there = existsSync(folder) ? readdirSync(folder) : [];
const missing = EXPECTED.filter((name) => !there.includes(`${name}.json`));
if (missing.length > 0) {
	console.log(`Not found in ${folder}: ${missing.map((name) => `${name}.json`).join(', ')}`);
	process.exit(2);
}
const runAll = async (engine: Engine): Promise<void> => {
	await publicFiles(engine, folder);
	await ownFiles(engine);
};
await runAll(inNode);
await withChromium(runAll);
console.log('Expected deviations:');
for (const [name, { reason }] of Object.entries(DEVIATIONS)) console.log(`  ${name}: ${reason}`);
console.log(failures === 0 ? 'Everything else as expected.' : `${failures} unexpected results.`);
process.exitCode = failures === 0 ? 0 : 1;
