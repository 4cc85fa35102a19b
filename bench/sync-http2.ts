/** The same exchange over HTTP/2, which is what a browser speaks with the proxy in front of the office. */
import { once } from 'node:events';
import { connect, createServer, type ClientHttp2Session } from 'node:http2';
import type { Seen } from './sync-wire.ts';

/** Of one connection, which HTTP/2 does not know. */
const OF_HTTP1: readonly string[] = ['host', 'connection', 'keep-alive', 'transfer-encoding'];

const without = (headers: Readonly<Record<string, string>>) =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_HTTP1.includes(name)));

async function ask(session: ClientHttp2Session, { asked }: Seen): Promise<number> {
	const { socket } = session;
	const before = socket.bytesRead + socket.bytesWritten;
	const start = { ':method': 'POST', ':path': '/api/v1/sync', ':authority': 'doorstep.example.gov.uk' };
	const stream = session.request({ ...start, ...without(asked.headers) });
	stream.end(asked.body);
	stream.resume();
	await once(stream, 'close');
	// Frames that acknowledge come just after the last byte.
	await new Promise((resolve) => setTimeout(resolve, 50));
	return socket.bytesRead + socket.bytesWritten - before;
}

/**
 * Plays an exchange again over one HTTP/2 connection.
 * @returns bytes of the first and of a later request, headers packed by HPACK; neither TLS nor its handshake is in it
 */
export async function overHttp2(seen: Seen): Promise<{ readonly first: number; readonly later: number }> {
	const { headers, body } = seen.answered;
	const server = createServer();
	server.on('stream', (stream) => {
		stream.resume();
		stream.on('end', () => {
			stream.respond({ ':status': 200, ...without(headers) });
			stream.end(body);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const session = connect(`http://127.0.0.1:${port}`);
	await once(session, 'remoteSettings');
	const first = await ask(session, seen);
	await ask(session, seen);
	const later = await ask(session, seen);
	session.close();
	server.close();
	return { first, later };
}
