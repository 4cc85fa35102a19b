/** Lies about what was taken, where it stands, and how safe it is. */
import { instead, nothingNew, pushedIds, type Hostile, type Turn } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

/** Every entry at a place that the victim has read to its end already. */
function atOldPlaces(turn: Turn) {
	const acks = pushedIds(turn).map((id, at) => ({ id, seq: 1 + at }));
	return { ...nothingNew(turn.request), acks };
}

const refusing = (reason: unknown): Hostile =>
	instead((turn) => ({
		...nothingNew(turn.request),
		acks: pushedIds(turn).map((id) => ({ id, problem: { reason } }))
	}));

const PARKED = 'what was refused waits for its person to send it again';

const receipts = of('forged receipt', [
	{ name: 'every entry taken, at places read already', ends: 'not-doorstep', hostile: instead(atOldPlaces) },
	{
		name: 'the same, with a backup of all of it',
		ends: 'not-doorstep',
		hostile: instead((turn) => ({ ...atOldPlaces(turn), durable: 9999 }))
	},
	{
		name: 'acknowledgements of entries that were never sent',
		ends: 'missing',
		hostile: instead(({ request, scene }) => ({
			...nothingNew(request),
			acks: scene.log.slice(-4).map(({ id }) => ({ id, seq: 5000 }))
		}))
	},
	{
		name: 'acknowledgements in another order than what was sent',
		ends: 'missing',
		hostile: instead((turn) => ({
			...nothingNew(turn.request),
			acks: pushedIds(turn)
				.toReversed()
				.map((id) => ({ id, seq: 5000 }))
		}))
	},
	{
		name: 'more acknowledgements than entries',
		ends: 'missing',
		hostile: instead(({ request, scene }) => ({
			...nothingNew(request),
			acks: scene.log.concat(scene.log).map(({ id }) => ({ id, seq: 5000 }))
		}))
	},
	{
		name: 'places far beyond the end of the log',
		ends: 'quiet',
		found: 'such entries are said to wait, and go again once the log was read to its end without them',
		hostile: instead((turn) => ({
			...nothingNew(turn.request),
			acks: pushedIds(turn).map((id) => ({ id, seq: Number.MAX_SAFE_INTEGER }))
		}))
	},
	{
		name: 'a backup beyond the end of the log, and nothing taken',
		ends: 'missing',
		allowed: { believes: true },
		hostile: instead(({ request }) => ({ ...nothingNew(request), durable: Number.MAX_SAFE_INTEGER }))
	},
	{
		name: 'a backup that there is not',
		ends: 'quiet',
		allowed: { believes: true },
		lost: 'what was said to be safe stays so until the history changes',
		found: "the office's own word is all that there is: found by the restore drill",
		hostile: { sync: async ({ honest }) => ({ ...(await honest()), durable: 9999 }) }
	},
	{ name: 'good entries refused by name', ends: 'parked: malformed', parked: PARKED, hostile: refusing('malformed') },
	{
		name: 'a refusal by a name that is a message to people',
		ends: 'parked: refused',
		parked: PARKED,
		hostile: refusing('Call 0900 123 now to unlock your records')
	},
	{ name: 'a refusal by a name of a million letters', ends: 'parked: refused', parked: PARKED, hostile: refusing('a'.repeat(1e6)) },
	{
		name: 'every entry said to lack another that nobody has',
		ends: 'missing',
		hostile: instead((turn) => ({
			...nothingNew(turn.request),
			acks: pushedIds(turn).map((id) => ({ id, missing: [turn.scene.otherLog[0]?.id ?? ''] }))
		}))
	}
]);

export const RECEIPT_ATTACKS: readonly Attack[] = receipts;
