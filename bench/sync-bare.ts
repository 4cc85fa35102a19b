/**
 * The limit that `sync.ts` holds the office's server against: node:http that appends what is posted to one table of
 * node:sqlite (WAL, synchronous FULL), one transaction a request, and gives it back in pages. It knows nothing: no
 * signatures, no rules, no readers, no chain. A process of its own.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';

interface Posted {
	readonly push: readonly { readonly h: string; readonly s: string; readonly c: string }[];
	readonly after: number;
}

const { PORT = '0', BARE_FILE = '' } = process.env;
const PAGE_ITEMS = 200;

const db = new DatabaseSync(BARE_FILE);
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
db.exec('CREATE TABLE item (seq INTEGER PRIMARY KEY, h BLOB NOT NULL, s BLOB NOT NULL, c BLOB NOT NULL)');
const add = db.prepare('INSERT INTO item (h, s, c) VALUES (?, ?, ?)');
const page = db.prepare('SELECT seq, h, s, c FROM item WHERE seq > ? ORDER BY seq LIMIT ?');

async function bodyOf(incoming: IncomingMessage): Promise<Posted> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const whole = Buffer.concat(chunks);
	const isGzip = incoming.headers['content-encoding'] === 'gzip';
	// Posted by `sync.ts` alone.
	return JSON.parse((isGzip ? gunzipSync(whole) : whole).toString('utf8')) as Posted;
}

const bytes = (text: string) => Buffer.from(text, 'base64url');
const spelled = (value: unknown) => Buffer.from(value as Uint8Array).toString('base64url');

function store({ push }: Posted): number {
	if (push.length === 0) return 0;
	db.exec('BEGIN IMMEDIATE');
	for (const { h, s, c } of push) add.run(bytes(h), bytes(s), bytes(c));
	db.exec('COMMIT');
	return push.length;
}

const server = createServer((incoming, outgoing) => {
	void bodyOf(incoming).then((posted) => {
		const stored = store(posted);
		const rows = posted.push.length > 0 ? [] : page.all(posted.after, PAGE_ITEMS);
		const pull = rows.map(({ seq, h, s, c }) => ({ seq, h: spelled(h), s: spelled(s), c: spelled(c) }));
		const packed = gzipSync(JSON.stringify({ stored, pull }));
		outgoing
			.writeHead(200, {
				'content-type': 'application/json',
				'content-encoding': 'gzip',
				'access-control-allow-origin': '*',
				'content-length': packed.length
			})
			.end(packed);
	});
});
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
