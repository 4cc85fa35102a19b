/** A log that is kept back or cut short. */
import type { LoggedEntry, SyncResponse } from '#lib/sync/protocol.ts';
import {
	asJson,
	changingPhone,
	headerText,
	isOf,
	madeUpChain,
	nothingNew,
	once,
	pushedIds,
	type Hostile
} from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

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
		found:
			'not at once: by the receipts in what other devices sign, by a gap in their numbers, and by recover',
		lost: 'what was passed over comes again only after a fork',
		hostile: once((answer, { scene }) => ({
			...answer,
			pull: answer.pull.filter((entry) => !isOf(entry, scene.phone.device.keys.device))
		}))
	},
	{
		name: 'everything, and nothing is taken',
		ends: 'missing',
		hostile: { sync: ({ request }) => nothingNew(request) }
	},
	{
		name: "the victim's own entries, stored and never shown",
		ends: 'history changed',
		hostile: takenAndHidden()
	},
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

export const WITHHELD_ATTACKS: readonly Attack[] = [...withheld, ...truncated];
