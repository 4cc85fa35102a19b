import { dropBallast } from './ballast.ts';
import type { RoomStep } from './make-room.ts';
import { dropSparePacks } from './spare-things.ts';

/** What may go when there is no room, in this order. Words of a person, keys and what is unsent are not among them. */
export const ROOM_STEPS: readonly RoomStep[] = [
	{ name: 'ballast', free: dropBallast },
	{ name: 'spare packs', free: dropSparePacks }
];
