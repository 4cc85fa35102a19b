/**
 * The office's server beside a bare batched POST of the same ciphertext, in one run:
 * `npm run bench:sync -- [records] [records for the new device]`. Only ratios of one run mean anything; bytes and requests
 * are exact. Both servers are processes of their own over node:sqlite; the office's checks every signature and rule.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SyncResponse, WireEntry } from '../src/lib/sync/protocol.ts';
import { startServer } from '../tools/load/processes.ts';
import { foundIn, makeRecord, type BenchCaller, type MadeRecord } from './sync-corpus.ts';
import { measureNewDevice } from './sync-device.ts';
import { pushAll } from './sync-push.ts';
import { overHttp2 } from './sync-http2.ts';
import { openLine, type Line } from './sync-wire.ts';

const [recordsText = '10000', newDeviceText = '1000'] = process.argv.slice(2);
const records = Number(recordsText);
const newDevice = Number(newDeviceText);
if (!Number.isSafeInteger(records) || records < 100 || !Number.isSafeInteger(newDevice) || newDevice < 0) {
	console.error(
		'Usage: npm run bench:sync -- [records, at least 100] [records of the new device, 0 for none]'
	);
	process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-sync-'));
const rows: Record<string, { figure: string; bare: string; goal: string; met: string }> = {};

function row(
	name: string,
	figure: string,
	goal: { words: string; isMet: boolean } | undefined,
	bare = ''
): void {
	const met = goal === undefined ? '' : goal.isMet ? 'met' : 'MISSED';
	rows[name] = { figure, bare, goal: goal?.words ?? '', met };
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startBare(): Promise<{ origin: string; stop: () => void }> {
	const port = await freePort();
	const env = { ...process.env, PORT: String(port), BARE_FILE: join(folder, 'bare.sqlite') };
	const program = fileURLToPath(new URL('sync-bare.ts', import.meta.url));
	const child = spawn(process.execPath, ['--no-warnings', program], {
		env,
		stdio: ['ignore', 'pipe', 'inherit']
	});
	await once(child.stdout, 'data');
	return { origin: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

const positions = new Map<string, { cursor: number; chain: string | null }>();

/** One exchange, as the app's: it goes on from where the last answer left it. */
async function exchange(line: Line, caller: BenchCaller, push: readonly WireEntry[]): Promise<SyncResponse> {
	const at = positions.get(caller.device) ?? { cursor: 0, chain: null };
	const answer = await line.post<SyncResponse>('/api/v1/sync', { device: caller.device, ...at, push });
	positions.set(caller.device, { cursor: answer.cursor, chain: answer.chain });
	if (answer.acks.some((ack) => !('seq' in ack))) throw new TypeError(JSON.stringify(answer.acks));
	return answer;
}

const rate = (count: number, { seconds }: { readonly seconds: number }) => count / seconds;
const perSecond = (value: number) => `${value.toFixed(0)}/s`;

async function measurePushes(
	lines: { office: readonly Line[]; bare: readonly Line[] },
	callers: readonly BenchCaller[],
	made: readonly MadeRecord[]
): Promise<void> {
	const office = (items: readonly (readonly WireEntry[])[]) =>
		pushAll(lines.office, items, async (line, batch, lane) => {
			const caller = callers[lane];
			if (caller !== undefined) await exchange(line, caller, batch);
		});
	const bare = (items: readonly (readonly WireEntry[])[]) =>
		pushAll(lines.bare, items, async (line, batch) => void (await line.post('/', { push: batch, after: 0 })));
	const firsts = made.map(({ first }) => first);
	// One is kept back: the change among all others.
	const nexts = made.slice(1).map(({ next }) => [next]);
	const bareFirst = await bare(firsts);
	const ownFirst = await office(firsts);
	const ownNext = await office(nexts);
	const bareNext = await bare(nexts);
	const entries = firsts.flat().length;
	const n = made.length;
	const drafts = nexts.length;
	row(
		'records pushed (2 grants + 1 revision)',
		perSecond(rate(n, ownFirst)),
		undefined,
		perSecond(rate(n, bareFirst))
	);
	row(
		'  entries verified and stored',
		perSecond(rate(entries, ownFirst)),
		undefined,
		perSecond(rate(entries, bareFirst))
	);
	row('  requests', String(ownFirst.requests), undefined, String(bareFirst.requests));
	row(
		'  bytes a record, all three entries',
		(ownFirst.bytes / n).toFixed(0),
		undefined,
		(bareFirst.bytes / n).toFixed(0)
	);
	const verified = rate(drafts, ownNext);
	row(
		'revisions verified and stored, 4 lanes',
		perSecond(verified),
		{ words: 'at least 3000/s', isMet: verified >= 3000 },
		perSecond(rate(drafts, bareNext))
	);
	const bytes = ownNext.bytes / drafts;
	row(
		'bytes of a 3 kB revision on the wire',
		bytes.toFixed(0),
		{ words: 'at most 2048', isMet: bytes <= 2048 },
		(bareNext.bytes / drafts).toFixed(0)
	);
}

/** What one exchange costs on the wire, once the device is up to date. */
async function measureOne(origin: string, caller: BenchCaller, next: WireEntry): Promise<void> {
	const line = openLine(origin, caller.token);
	while ((await exchange(line, caller, [])).more);
	const spent = async (push: readonly WireEntry[]) => {
		const before = { ...line.traffic };
		await exchange(line, caller, push);
		const { requests, up, down } = line.traffic;
		const seen = line.seen();
		if (seen === undefined) throw new TypeError('nothing was asked');
		const http1 = { up: up - before.up, down: down - before.down };
		return { requests: requests - before.requests, ...http1, http2: await overHttp2(seen) };
	};
	const idle = await spent([]);
	const one = await spent([next]);
	line.close();
	for (const [name, { requests, up, down, http2 }, most] of [
		['idle sync', idle, 1024],
		['1 change among all records', one, 4096]
	] as const) {
		const isOne = requests === 1;
		const goal = { words: `1 request, under ${most} B`, isMet: isOne && http2.later < most };
		row(name, `${requests} request, ${http2.later} B over HTTP/2`, goal);
		row('  first of an HTTP/2 connection', `${http2.first} B`, undefined);
		row(`  ${name} over HTTP/1.1`, `${up + down} B (${up} up, ${down} down)`, undefined);
	}
}

async function main(): Promise<void> {
	const dataFolder = join(folder, 'data');
	mkdirSync(dataFolder);
	const { organisation, device, callers } = await foundIn(dataFolder);
	console.log(`Making ${records} records of 3.1 kB, signed and sealed ...`);
	const made: MadeRecord[] = [];
	for (let seed = 0; seed < records; seed += 1)
		made.push(await makeRecord(device, organisation, { seed, isOpenable: false }));
	const server = await startServer(dataFolder, 'auto', {
		DOORSTEP_NETWORK_LIMIT: '0',
		DOORSTEP_DEVICE_BURST: '0'
	});
	const bare = await startBare();
	const office = callers.map(({ token }) => openLine(server.origin, token));
	const lines = { office, bare: callers.map(() => openLine(bare.origin)) };
	await measurePushes(lines, callers, made);
	const [caller] = callers;
	const [kept] = made;
	if (caller !== undefined && kept !== undefined) await measureOne(server.origin, caller, kept.next);
	for (const line of [...lines.office, ...lines.bare]) line.close();
	await server.stop();
	bare.stop();
	console.log(`server: ${server.what}`);
}

try {
	await main();
	if (newDevice > 0) for (const [name, ...rest] of await measureNewDevice(newDevice)) row(name, ...rest);
	console.log(
		`machine load ${loadavg()
			.map((load) => load.toFixed(2))
			.join(' ')}, others' work included`
	);
	console.table(rows);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
