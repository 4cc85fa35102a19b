import { versionWords } from '../version-messages.ts';
import type { Versions } from '../vault/version-look.ts';

/** What a row of the list says about versions, by record id; a record with nothing to say has none. */
export async function listedVersions(
	vault: Pick<Versions, 'listedVersions'> | undefined
): Promise<ReadonlyMap<string, string>> {
	const listed = (await vault?.listedVersions()) ?? [];
	const said = new Map<string, string>();
	for (const { record, open, late } of listed) {
		if (open > 0) said.set(record, versionWords.listTwo);
		else if (late > 0) said.set(record, versionWords.listLate);
	}
	return said;
}
