/** A keylog that is kept back in part, or shown in another order. */
import { keyOf, forged, signedFields, type Wire } from '../support/hostile-forge.ts';
import type { Scene } from '../support/hostile-scene.ts';
import { adding, behind, nothingNew, once, type Hostile } from '../support/hostile-server.ts';
import { of, type Attack } from './attack.ts';

/** Statements in the log that the tablet does not have, in order. */
function fresh({ log, keylog }: Scene): readonly Wire[] {
	return log.filter(({ id, header }) => header.kind === 'key' && !keylog.positions.has(id));
}

/** A page without the entries that are to be kept back. */
const without = (isKept: (wire: Wire, scene: Scene) => boolean): Hostile =>
	once((answer, { scene }) => {
		const kept = new Set(scene.log.filter((wire) => isKept(wire, scene)).map(({ h }) => h));
		return { ...answer, pull: answer.pull.filter(({ h }) => !kept.has(h)) };
	});

const stale = of('stale keylog', [
	{
		name: 'one statement kept back, and the next one shown',
		ends: 'refused: keylog-moved',
		hostile: without((wire, scene) => wire.id === fresh(scene)[0]?.id)
	},
	{
		name: 'all new statements kept back, and an entry made after them shown',
		ends: 'refused: device-not-standing',
		hostile: {
			sync: async ({ scene, count, request, honest }) => {
				if (count > 0) return nothingNew(request);
				const answer = await honest();
				const phones = scene.log.findLast(({ header }) => header.device === scene.phone.device.keys.device);
				if (phones === undefined) throw new TypeError('nothing of the phone');
				const header = { ...signedFields(scene, scene.phone), n: 3, parents: [phones.id] };
				const made = await forged(phones, await keyOf(scene.phone), { header });
				const hidden = new Set(fresh(scene).map(({ h }) => h));
				return behind({ ...answer, pull: answer.pull.filter(({ h }) => !hidden.has(h)) }, [made]);
			}
		}
	},
	{
		name: 'new statements in the wrong order',
		ends: 'refused: keylog-moved',
		hostile: once((answer, { scene }) => {
			const [one, two] = fresh(scene);
			const swap = new Map([
				[one?.h, two],
				[two?.h, one]
			]);
			return { ...answer, pull: answer.pull.map((entry) => ({ ...entry, ...pick(swap.get(entry.h)) })) };
		})
	},
	{
		name: 'the keylog from its beginning, as if nothing had happened since',
		ends: 'quiet',
		found: 'nothing to find: what is known already changes nothing',
		hostile: adding((scene) =>
			Promise.resolve(scene.log.filter(({ header }) => header.kind === 'key').slice(0, 3))
		)
	},
	{
		name: 'all new statements kept back',
		ends: 'quiet',
		found:
			"found by the next entry that stands on them, by another device's receipts, and by an honest answer",
		hostile: without((wire, scene) => fresh(scene).includes(wire))
	}
]);

function pick(wire: Wire | undefined): Partial<Wire> {
	return wire === undefined ? {} : { h: wire.h, s: wire.s, c: wire.c };
}

export const STALE_ATTACKS: readonly Attack[] = stale;
