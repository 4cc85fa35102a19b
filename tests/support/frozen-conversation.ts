import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { answerApi } from '#lib/server/api.ts';
import { makeOffice, type Office } from '#lib/server/office.ts';
import { issueSetupCode } from '#lib/server/setup.ts';
import { openSqliteStore } from '#lib/server/sqlite-store.ts';
import { documented } from './documented.ts';
import { testFolder, type AtEnd } from './folder.ts';
import { ORIGIN } from './test-office.ts';

/** One request as it was once sent, byte for byte, and the status it was answered with. */
export interface FrozenCall {
	readonly path: string;
	readonly body: string;
	/** Of which earlier session answer the token is shown; null: none. */
	readonly session: number | null;
	readonly status: number;
	/** What became of each entry of a sync: `seq`, `missing` or a reason. */
	readonly acks?: readonly string[];
}

export interface FrozenConversation {
	readonly version: 1;
	/** Server time at the start, ms; each call is a second later than the one before. */
	readonly at: number;
	readonly calls: readonly FrozenCall[];
}

/** Chance as it was in the conversation: challenges that were signed then must be given again. */
const chanceAt = (clock: { readonly now: number }) => (length: number) => {
	const seed = createHash('sha512').update(`frozen ${clock.now} ${length}`).digest();
	return Uint8Array.from({ length }, (_byte, at) => seed[at % seed.length] ?? 0);
};

/** A server that says again what it said then. */
export async function frozenServer(at: number, atEnd: AtEnd) {
	const clock = { now: at };
	const store = await openSqliteStore(join(testFolder(atEnd), 'doorstep.sqlite'));
	atEnd(() => store.close());
	const office: Office = makeOffice(store, {
		now: () => clock.now,
		random: chanceAt(clock)
	});
	// The code that is used in the conversation: chance is the same each time.
	await issueSetupCode(office);
	const send = async (path: string, body: string, token?: string): Promise<Response> => {
		clock.now += 1000;
		const headers = new Headers({ origin: ORIGIN, 'content-type': 'application/json' });
		if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
		const url = new URL(path, ORIGIN);
		const request = new Request(url, { method: 'POST', headers, body });
		const answer = await answerApi(office, { request, url, getClientAddress: () => '192.0.2.1' });
		await documented(`POST ${path}`, answer);
		return answer;
	};
	return { office, clock, send };
}
