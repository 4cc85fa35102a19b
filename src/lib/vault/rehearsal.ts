/** A pretend item for the rehearsal: sealed, written, read back, opened and removed, in a database of its own. */
import { deleteDB, openDB } from 'idb';
import { equalBytes, randomBytes } from '../trust/bytes.ts';
import { openDrl1, sealDrl1 } from '../trust/drl1.ts';
import { newId } from '../trust/ids.ts';
import { accept, refuse, type Outcome } from '../trust/outcome.ts';
import { importRecordKey, newRecordKey } from './keys.ts';
import { writeProblem, type WriteProblem } from './write-problem.ts';

/** The part of the vault that can be tried without a drawer. */
export interface Rehearsal {
	/** Does what a save does, with bytes that mean nothing. Leaves nothing behind. */
	rehearse(): Promise<Outcome<null, WriteProblem | 'not-read-back'>>;
}

const STORE = 'pretend';

async function writeAndRead(name: string): Promise<boolean> {
	const words = randomBytes(900);
	const key = await importRecordKey(newRecordKey());
	const place = { purpose: 'working', id: newId(), device: newId(), number: 1 } as const;
	const sealed = await sealDrl1(words, key, { ...place, schema: 1, keyNumber: 1 });
	if (!sealed.ok) return false;
	const db = await openDB(name, 1, { upgrade: (fresh) => void fresh.createObjectStore(STORE) });
	try {
		const transaction = db.transaction(STORE, 'readwrite', { durability: 'strict' });
		await transaction.store.put(sealed.bytes, 1);
		await transaction.done;
		const stored: unknown = await db.get(STORE, 1);
		const opened = stored instanceof Uint8Array && (await openDrl1(new Uint8Array(stored), key, place));
		return opened !== false && opened.ok && equalBytes(opened.bytes, words);
	} finally {
		db.close();
	}
}

/** The vault's part for the rehearsal. */
export function makeRehearsal(): Rehearsal {
	return {
		async rehearse() {
			const name = `doorstep-rehearsal-${newId()}`;
			try {
				return (await writeAndRead(name)) ? accept(null) : refuse('not-read-back');
			} catch (error) {
				return refuse(writeProblem(error));
			} finally {
				await deleteDB(name).catch(() => undefined);
			}
		}
	};
}
