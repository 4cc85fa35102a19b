import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Cluster } from './postgres-cluster.ts';

/** A way to a cluster that can be cut. */
export interface Cutter {
	/** As an address of the cluster, but by this way. */
	readonly address: string;
	/** Breaks all connections that are open, without a goodbye. */
	cut(): void;
	/** Lets the next request with these words through, and breaks the connection before the answer. */
	cutAnswerTo(words: string): void;
	close(): Promise<void>;
}

/** @param address of a database in the cluster, by its socket */
export async function cutterTo({ folder }: Cluster, address: string): Promise<Cutter> {
	const open = new Set<Socket>();
	let fatal: string | undefined;
	const server = createServer((near) => {
		const far = connect(join(folder, '.s.PGSQL.5432'));
		const end = () => {
			near.destroy();
			far.destroy();
			open.delete(near);
		};
		open.add(near);
		let isMuted = false;
		near.on('data', (bytes: Buffer) => {
			if (fatal !== undefined && bytes.includes(fatal)) {
				fatal = undefined;
				isMuted = true;
			}
			far.write(bytes);
		});
		// By its answer the request is known to be done.
		far.on('data', (bytes: Buffer) => (isMuted ? end() : near.write(bytes)));
		for (const side of [near, far]) side.on('error', end).on('close', end);
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const url = new URL(address);
	url.searchParams.delete('host');
	url.hostname = '127.0.0.1';
	url.port = String((server.address() as AddressInfo).port);
	const cut = () => {
		for (const socket of open) socket.resetAndDestroy();
	};
	return {
		address: url.href,
		cut,
		cutAnswerTo: (words) => {
			fatal = words;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				cut();
			})
	};
}
