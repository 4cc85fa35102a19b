import { once } from 'node:events';
import { createServer } from 'node:http';

/** What the stand-in answers to every request. */
export interface StandInAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** Something that answers where the office should: a proxy, a café, a broken server. */
export interface StandIn {
	answer: StandInAnswer;
	close(): Promise<void>;
}

/** Listens at the origin of a server that was stopped. */
export async function standIn(origin: string, first: StandInAnswer): Promise<StandIn> {
	const server = createServer((request, response) => {
		request.resume().on('end', () => {
			const { status, headers = {}, body = '' } = standing.answer;
			response.writeHead(status, { connection: 'close', ...headers }).end(body);
		});
	});
	const standing: StandIn = {
		answer: first,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	};
	server.listen(Number(new URL(origin).port));
	await once(server, 'listening');
	return standing;
}
