/** Lies about the log itself: told again, turned back, forked, kept back, cut short. */
import type { LoggedEntry, SyncResponse } from '#lib/sync/protocol.ts';
import type { Scene } from '../support/hostile-scene.ts';
import {
	asJson,
	behind,
	changingPhone,
	delivered,
	headerText,
	honestPost,
	instead,
	isOf,
	madeUpChain,
	nothingNew,
	once,
	pushedIds,
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
	{ name: 'a fork that names no place', ends: 'not-doorstep', hostile: instead(() => fork({ seq: -4, chain: 'here' })) },
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
		hostile: once((answer) => ({ ...answer, cursor: Number.MAX_SAFE_INTEGER, chain: madeUpChain(7), ...more }))
	},
	{
		name: 'entries in another order than their numbers',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: answer.pull.toReversed() }))
	},
	{
		name: 'all entries at one number',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: answer.pull.map((one) => ({ ...one, seq: answer.cursor })) }))
	},
	{
		name: 'numbers beyond the place that the answer names',
		ends: 'not-doorstep',
		hostile: once((answer) => ({ ...answer, pull: answer.pull.map((one) => ({ ...one, seq: one.seq + 1000 })) }))
	}
]);

/** The real server stores what is sent, and the victim is never shown its own. */
function takenAndHidden(): Hostile {
	let kept: SyncResponse | undefined;
	return {
		sync: async (turn) => {
			kept ??= await turn.honest();
			const { push } = turn.request;
			const isShown = ({ h }: LoggedEntry) => turn.count === 0 && !push.some((one) => one.h === h);
			const acks = pushedIds(turn).map((id, at) => ({ id, seq: turn.scene.log.length + 1 + at }));
			return { ...kept, acks, pull: kept.pull.filter(isShown) };
		}
	};
}

const withheld = of('withhold', [
	{
		name: 'the newest entries of the phone',
		ends: 'quiet',
		found: 'not at once: by the receipts in what other devices sign, by a gap in their numbers, and by recover',
		lost: 'what was passed over comes again only after a fork',
		hostile: once((answer, { scene }) => ({
			...answer,
			pull: answer.pull.filter((entry) => !isOf(entry, scene.phone.device.keys.device))
		}))
	},
	{ name: 'everything, and nothing is taken', ends: 'missing', hostile: { sync: ({ request }) => nothingNew(request) } },
	{ name: "the victim's own entries, stored and never shown", ends: 'not-doorstep', hostile: takenAndHidden() },
	{
		name: "the victim's own entries, said to be stored further on for ever",
		ends: 'server-fault',
		hostile: {
			sync: (turn) => {
				const cursor = turn.request.cursor + 10;
				const acks = pushedIds(turn).map((id, at) => ({ id, seq: turn.request.cursor + 1 + at }));
				return { ...nothingNew(turn.request), acks, cursor, chain: madeUpChain(turn.count % 200) };
			}
		}
	}
]);

const isStatement = (entry: LoggedEntry) => headerText(entry).includes('"kind":"key"');

const truncated = of('truncate', [
	{
		name: 'an answer cut off in the middle',
		ends: 'not-doorstep',
		hostile: once((answer) => asJson(JSON.stringify(answer).slice(0, 400)))
	},
	{
		name: 'a body cut short',
		ends: 'not-doorstep',
		hostile: changingPhone((entry) => ({ ...entry, c: entry.c?.slice(0, 100) ?? null }))
	},
	{
		name: 'a header cut short',
		ends: 'not-doorstep',
		hostile: changingPhone((entry) => ({ ...entry, h: entry.h.slice(0, 100) }))
	},
	{
		name: 'a body left out',
		ends: 'quiet',
		found: 'named on the record itself: a version that cannot be opened here',
		lost: 'its text comes again only after a fork',
		hostile: changingPhone((entry) => ({ ...entry, c: null }))
	},
	{
		name: 'statements without their text',
		ends: 'refused: not-a-statement',
		hostile: once((answer) => ({
			...answer,
			pull: answer.pull.map((entry) => (isStatement(entry) ? { ...entry, c: null } : entry))
		}))
	}
]);

export const LOG_ATTACKS: readonly Attack[] = [...replays, ...rollbacks, ...forks, ...withheld, ...truncated];
