import { isEntrySignedBy, type Entry } from './entry.ts';
import { standing, type Keylog } from './keylog-state.ts';

/** Why an entry was not signed by whoever it says. */
export type SignerProblem =
	'foreign-tenant' | 'device-unknown' | 'wrong-author' | 'device-not-standing' | 'bad-signature';

/** Whether an entry that is no statement is signed by a device that stood in the keylog then: by the keylog and nothing else. */
export async function signerProblem(keylog: Keylog, entry: Entry): Promise<SignerProblem | undefined> {
	const { tenant, device, author, keylogHead } = entry.header;
	if (tenant !== keylog.tenant) return 'foreign-tenant';
	const known = keylog.devices.get(device ?? '');
	if (known === undefined) return 'device-unknown';
	if (known.person !== author) return 'wrong-author';
	if (standing(keylog, known.device, keylogHead ?? '') !== 'stands') return 'device-not-standing';
	return (await isEntrySignedBy(entry, known.signKey)) ? undefined : 'bad-signature';
}
