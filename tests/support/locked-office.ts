import { issueSetupCode } from '#lib/server/setup.ts';
import { setUpOrganisation } from '#lib/app/join.ts';
import { createVault, type Vault } from '#lib/vault/vault.ts';
import { FACTS, PLACE, recordWith } from './drawer.ts';
import { connect, KIT_WORDS } from './office-drawer.ts';
import { testServer } from './test-office.ts';

export const WORDS = 'gravel unsaid tiptop marina dusk';

/** A whole vault with one record, which has founded an organisation. */
export interface FoundedVault {
	readonly vault: Vault;
	readonly profile: string;
	readonly record: string;
	readonly kit: Uint8Array<ArrayBuffer>;
}

/** A drawer with one record, of nobody's yet. */
export async function vaultWithRecord(): Promise<Omit<FoundedVault, 'kit'>> {
	const vault = createVault(PLACE);
	const made = await vault.make(WORDS);
	const created = await vault.create({
		record: recordWith('kept'),
		facts: FACTS,
		at: '2026-11-22T10:00:00Z'
	});
	if (!made.ok || !created.ok) throw new TypeError('no drawer');
	return { vault, profile: made.profile, record: created.header.id };
}

/** Founds an organisation from a drawer as the page does it, against the real endpoints. */
export async function foundedVault(): Promise<FoundedVault> {
	const server = await testServer(PLACE.now());
	connect(server);
	const { vault, profile } = await vaultWithRecord();
	const prepared = await vault.prepareOrganisation(KIT_WORDS);
	if (!prepared.ok) throw new TypeError(prepared.reason);
	const checked = await vault.checkKit(prepared.kit, KIT_WORDS);
	if (!checked.ok) throw new TypeError(checked.reason);
	const founded = await setUpOrganisation(vault, (await issueSetupCode(server.office)) ?? '');
	if (!founded.ok) throw new TypeError(founded.reason);
	// Joining gave the record another name.
	const record = (await vault.list()).headers[0]?.id ?? '';
	return { vault, profile, record, kit: prepared.kit };
}
