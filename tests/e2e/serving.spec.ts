import { freePort } from '../support/server.ts';
import { expect, test } from '../support/test.ts';

/** The built server as an operator has it: what node:http and Kit would answer for themselves is answered by us. */
const REFUSED: readonly (readonly [
	what: string,
	path: string,
	method: string,
	body: string,
	type: string,
	reason: string
])[] = [
	['no such address', '/api/v1/none', 'GET', '', '', 'not-found'],
	['an address that cannot be read', '/api/%E0%A4%A', 'GET', '', '', 'not-found'],
	['another method', '/api/v1/sync', 'PUT', '{}', 'application/json', 'method'],
	['a form', '/api/v1/setup', 'POST', 'a=b', 'application/x-www-form-urlencoded', 'media-type'],
	['another origin', '/api/v1/setup', 'POST', '{}', 'application/json', 'other-origin'],
	['no session', '/api/v1/sync', 'POST', '{}', 'application/json', 'sign-in'],
	[
		'a body over the framework’s limit',
		'/api/v1/join',
		'POST',
		' '.repeat(700_000),
		'application/json',
		'too-large'
	]
];

test('refuses in problems with all headers, whoever would have answered', async ({ server }) => {
	for (const [what, path, method, body, type, reason] of REFUSED) {
		const headers: Record<string, string> = {
			origin: reason === 'other-origin' ? 'https://evil.test' : server.origin
		};
		if (type !== '') headers['content-type'] = type;
		const answer = await fetch(server.origin + path, { method, headers, ...(body !== '' && { body }) });
		expect.soft(answer.headers.get('content-type'), what).toBe('application/problem+json');
		expect.soft(answer.headers.get('x-content-type-options'), what).toBe('nosniff');
		expect.soft(answer.headers.get('cache-control'), what).toBe('no-store');
		const problem = (await answer.json()) as { status: number; reason: string };
		expect.soft(problem, what).toMatchObject({ reason, status: answer.status });
	}
});

test('describes its wire, compressed for whoever takes it, and the worker keeps no copy', async ({
	server
}) => {
	const at = `${server.origin}/api/v1/openapi.json`;
	const answer = await fetch(at, { headers: { 'accept-encoding': 'gzip' } });
	expect(answer.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
	expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
	const worker = await (await fetch(`${server.origin}/service-worker.js`)).text();
	expect(worker).not.toContain('openapi');
	const page = await fetch(`${server.origin}/`, { headers: { 'accept-encoding': 'br' } });
	expect(page.headers.get('content-encoding')).toBe('br');
	expect(page.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
});

test('keeps metrics to this machine, and logs no address, query or body', async ({ server }) => {
	const port = await freePort();
	await server.restart({ env: { DOORSTEP_METRICS_PORT: String(port) } });
	await fetch(`${server.origin}/api/v1/health?case=SECRET`);
	const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	expect(metrics).toContain('doorstep_requests_total{route="/api/v1/health",method="GET",status="200"} 1');
	expect((await fetch(`${server.origin}/metrics`)).status).toBe(404);
	expect(server.printed()).toContain('"route":"/api/v1/health","status":200');
	expect(server.printed()).not.toContain('SECRET');
	expect(server.printed()).not.toMatch(/127\.0\.0\.1/);
});

test('says that it drains, finishes and ends in order', async ({ server }) => {
	await server.restart({ env: { DOORSTEP_DRAIN_S: '2' } });
	expect((await fetch(`${server.origin}/api/v1/health`)).status).toBe(200);
	const stopped = server.stop();
	await expect
		.poll(async () => (await fetch(`${server.origin}/api/v1/health`)).status, { intervals: [20] })
		.toBe(503);
	expect((await fetch(`${server.origin}/api/v1/health/live`)).status).toBe(200);
	expect(await stopped).toBe(0);
	expect(server.printed()).toContain('Stopping (SIGTERM).');
});
