/** Lies about the log itself: told again, turned back, forked, kept back, cut short. */
import type { SyncResponse } from '#lib/sync/protocol.ts';
import type { Scene } from '../support/hostile-scene.ts';
import {
	behind,
	delivered,
	honestPost,
	instead,
	madeUpChain,
	nothingNew,
	once,
	type Hostile,
	type Turn
} from '../support/hostile-server.ts';
import type { OfficeDevice } from '../support/office-drawer.ts';
import { of, type Attack } from './attack.ts';

/** A page that the victim had long ago. */
function oldPage({ scene }: Turn): SyncResponse {
	const pull = scene.log.slice(0, 1).map(({ h, s, c, receivedAt, seq }) => ({ h, s, c, receivedAt, seq }));
	return { ...nothingNew({ cursor: 1, chain: madeUpChain(3) }), pull };
}

/** Says that there is more, and sends the same again. */
function samePage(): Hostile {
	let kept: SyncResponse | undefined;
	return {
		sync: async ({ count, honest, pass }) => {
			if (count > 1) return pass();
			kept ??= await honest();
			return { ...kept, more: true, round: { from: kept.cursor, to: kept.cursor + 5 } };
		}
	};
}

const replays = of('replay', [
	{ name: 'an old answer, from when the log was short', ends: 'not-doorstep', hostile: instead(oldPage) },
	{ name: 'the same page once more', ends: 'not-doorstep', hostile: samePage() },
	{
		name: 'an entry twice in one page',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: [...answer.pull, ...answer.pull.slice(-1)] }))
	},
	{
		name: 'the first draft again, behind the newest',
		ends: 'quiet',
		found: 'it is here already and changes no word; its made-up place is found by the next honest answer',
		hostile: once((answer, { scene }) => {
			const ofRecord = scene.log.filter(({ header }) => header.record === scene.record);
			return behind(answer, ofRecord.filter(({ header }) => header.kind === 'draft').slice(0, 1));
		})
	},
	{
		name: 'acknowledgements of an earlier push',
		ends: 'missing',
		hostile: instead(({ scene, request }) => ({
			...nothingNew(request),
			acks: scene.log.slice(0, 4).map(({ id, seq }) => ({ id, seq }))
		}))
	}
]);

function fork(fields: object): Response {
	const problem = { type: 'urn:doorstep:problem:log-fork', title: '', status: 409, reason: 'log-fork' };
	const headers = { 'content-type': 'application/problem+json' };
	return new Response(JSON.stringify({ ...problem, ...fields }), { status: 409, headers });
}

/** The victim goes on for a while with a server that parts from the one that it meets then. */
async function elsewhere(scene: Scene, device: OfficeDevice): Promise<void> {
	await delivered(device, honestPost(scene, await scene.earlier()));
}

const SHORT = { seq: 3, chain: madeUpChain(5) };
const CHANGED = 'history changed';
const more = { more: true, round: { from: 0, to: Number.MAX_SAFE_INTEGER } };

const rollbacks = of('rollback', [
	{ name: 'a shorter log, said openly', ends: CHANGED, hostile: instead(() => fork(SHORT)) },
	{ name: 'a shorter log, said again and again', ends: CHANGED, hostile: { sync: () => fork(SHORT) } },
	{
		name: 'a fork that names no place',
		ends: 'not-doorstep',
		hostile: instead(() => fork({ seq: -4, chain: 'here' }))
	},
	{
		name: 'a cursor that goes back',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: [], cursor: 1 }))
	},
	{
		name: 'a cursor of nothing at all',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: [], cursor: 0, chain: null }))
	}
]);

const forks = of('fork', [
	{ name: 'a log that parted from the one before', ends: CHANGED, hostile: {}, before: elsewhere },
	{
		name: 'another chain value at the newest place',
		ends: CHANGED,
		hostile: once((answer) => ({ ...answer, chain: madeUpChain(6), ...more }))
	},
	{
		name: 'a place far beyond the end',
		ends: CHANGED,
		hostile: once((answer) => ({
			...answer,
			cursor: Number.MAX_SAFE_INTEGER,
			chain: madeUpChain(7),
			...more
		}))
	},
	{
		name: 'entries in another order than their numbers',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: answer.pull.toReversed() }))
	},
	{
		name: 'all entries at one number',
		ends: 'not-doorstep',
		hostile: once((answer) => ({
			...answer,
			pull: answer.pull.map((one) => ({ ...one, seq: answer.cursor }))
		}))
	},
	{
		name: 'numbers beyond the place that the answer names',
		ends: 'not-doorstep',
		hostile: once((answer) => ({
			...answer,
			pull: answer.pull.map((one) => ({ ...one, seq: one.seq + 1000 }))
		}))
	}
]);

export const LOG_ATTACKS: readonly Attack[] = [...replays, ...rollbacks, ...forks];
