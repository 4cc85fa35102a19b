import { isDeepStrictEqual } from 'node:util';
import { FIRST_SIGHT, settledSight } from '../support/first-sight.ts';
import { everyRoute } from '../support/routes.ts';
import { freePort, startServer, type RunningServer } from '../support/server.ts';
import { startWebKit, type WebDriver } from '../support/webdriver.ts';
import { keepsOverLock } from './drawer-journey.ts';

/**
 * The journeys that must also hold in WebKit, which Playwright cannot drive here: `npm run test:engines` runs this under xvfb.
 * WebKitGTK is not iOS: it says nothing about installing there, or about how long iOS keeps data.
 */
/** Gives its problems; none means that it holds. */
type Journey = (webkit: WebDriver, server: RunningServer) => Promise<string[]>;

async function look(webkit: WebDriver, url: string): Promise<unknown> {
	await webkit.goTo(url);
	return settledSight(new URL(url).pathname, () => webkit.run(FIRST_SIGHT));
}

const opensOffline: Journey = async (webkit, server) => {
	await look(webkit, server.origin);
	await webkit.until(`return navigator.serviceWorker.controller?.state === 'activated'`, 30_000);
	const routes = everyRoute();
	const online = new Map<string, unknown>();
	for (const path of routes) online.set(path, await look(webkit, server.origin + path));
	await server.stop();
	const problems: string[] = [];
	for (const path of routes) {
		const seen = await look(webkit, server.origin + path).catch(String);
		if (!isDeepStrictEqual(seen, online.get(path)))
			problems.push(`${path}: ${JSON.stringify(seen)}, not ${JSON.stringify(online.get(path))}`);
	}
	return problems;
};

const JOURNEYS: readonly (readonly [name: string, journey: Journey])[] = [
	['opens every route with the server stopped', opensOffline],
	['keeps a record over lock and unlock', keepsOverLock]
];

async function holds(journey: Journey): Promise<string[]> {
	const server = await startServer();
	const webkit = await startWebKit(await freePort());
	try {
		return await journey(webkit, server);
	} catch (fault) {
		return [String(fault)];
	} finally {
		await webkit.quit();
		await server.discard();
	}
}

let failed = 0;
for (const [name, journey] of JOURNEYS) {
	const problems = await holds(journey);
	if (problems.length > 0) failed += 1;
	console.log(`${problems.length ? 'FAIL' : 'ok  '} [webkit] ${name}`);
	for (const problem of problems) console.log(`     ${problem}`);
}
console.log(`${JOURNEYS.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
