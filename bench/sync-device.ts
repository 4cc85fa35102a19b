/**
 * All records of a person to a new device, in Chromium, until the list could show: fetched by the app's delivery, stored,
 * every signature and rule checked, each record opened by its grant and kept, the header pages opened. On the page's own
 * thread, where the app has the vault's worker. The limit fetches the same bytes and puts them into a plain table.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WireEntry } from '../src/lib/sync/protocol.ts';
import { addDevice } from '../src/lib/trust/join.ts';
import { personalSpace } from '../src/lib/trust/keylog-state.ts';
import { openLab, startLab } from '../tests/support/lab.ts';
import { follow } from '../tests/support/people.ts';
import { newProfile, removeProfile, startBrowser } from '../tests/support/profile-browser.ts';
import { startServer } from '../tools/load/processes.ts';
import { startBare } from './sync-bare-process.ts';
import { foundIn, makeRecord, receiveIn, sessionOf, wire } from './sync-corpus.ts';
import { openLine } from './sync-wire.ts';

/** What it came to, ms. */
export interface NewDevice {
	readonly bareMs: number;
	readonly pullMs: number;
	readonly checkMs: number;
	readonly adoptMs: number;
	readonly listMs: number;
	readonly rows: number;
	readonly entries: number;
	readonly refused: number;
}

/** One origin for page, office and limit, as the app has it. */
async function startFront(to: { lab: string; office: () => string; bare: string }) {
	const server = createServer((incoming, outgoing) => {
		const path = incoming.url ?? '/';
		const isApi = path.startsWith('/api/');
		const base = isApi ? to.office() : path === '/bare' ? to.bare : to.lab;
		const url = new URL(path, base.replace('localhost', '127.0.0.1'));
		const headers = { ...incoming.headers, host: new URL(base).host, ...(isApi && { origin: base }) };
		const passed = request(url, { method: incoming.method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(outgoing);
		});
		passed.on('error', () => outgoing.destroy());
		incoming.pipe(passed);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return { origin: `http://localhost:${port}`, stop: () => server.close() };
}

const BATCH = 64;

/** @param count records */
export async function measureNewDevice(count: number): Promise<NewDevice> {
	const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-device-'));
	const data = join(folder, 'data');
	mkdirSync(data);
	const bare = await startBare(join(folder, 'bare.sqlite'));
	const lab = await startLab();
	let office = '';
	const front = await startFront({ lab: lab.origin, office: () => office, bare: bare.origin });
	const profile = newProfile();
	const browser = await startBrowser(profile);
	try {
		const { page } = browser;
		await openLab(page, front.origin);
		const { organisation, statements, device } = await foundIn(data);
		const entries: WireEntry[] = [];
		for (let seed = 0; seed < count; seed += 1)
			entries.push(...(await makeRecord(device, organisation, { seed, isOpenable: true })).first);
		await receiveIn(data, organisation.made.tenant, entries);
		const line = openLine(bare.origin);
		for (let at = 0; at < entries.length; at += BATCH)
			await line.post('/', { push: entries.slice(at, at + BATCH), after: 0 });
		line.close();
		const bareMs = await page.evaluate(() => window.lab.newDevice.bare());

		const { signer, position } = device.signing;
		const space = personalSpace(organisation.keylog, signer.person);
		if (space === undefined) throw new TypeError('no personal space');
		const keys = await page.evaluate(() => window.lab.newDevice.make());
		const by = { signer, position: { ...position, keylogHead: organisation.keylog.head } };
		const secrets = [organisation.made.personal];
		const added = await addDevice(by, { ...keys, space, secrets });
		await follow(organisation, added);
		await receiveIn(data, organisation.made.tenant, added.map(wire));
		const token = await sessionOf(data, organisation.made.tenant, keys.device);
		const server = await startServer(data, 'auto', { DOORSTEP_NETWORK_LIMIT: '0' });
		office = server.origin;
		const { tenant, fingerprint } = organisation.made;
		const said = { tenant, person: signer.person, fingerprint, space: space.space };
		const keylog = [...statements, ...added].map(wire);
		await page.evaluate((welcome) => window.lab.newDevice.settle(welcome), { ...said, keylog });
		const pullMs = await page.evaluate((text) => window.lab.newDevice.pull(text), token);
		const checked = await page.evaluate(() => window.lab.newDevice.check());
		const adoptMs = await page.evaluate(() => window.lab.newDevice.adopt());
		const listed = await page.evaluate(() => window.lab.newDevice.list());
		await server.stop();
		const found = { entries: checked.taken, refused: checked.refused, rows: listed.rows };
		return { bareMs, pullMs, checkMs: checked.ms, adoptMs, listMs: listed.ms, ...found };
	} finally {
		await browser.close();
		removeProfile(profile);
		front.stop();
		bare.stop();
		await lab.discard();
		rmSync(folder, { recursive: true, force: true });
	}
}
