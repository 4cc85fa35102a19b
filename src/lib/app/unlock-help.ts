/** A forgotten passphrase, as the page asks the vault about it. A worker is started for each question and ended after it. */
import type { Bytes } from '../trust/bytes.ts';
import type { Help, WaitingRequest } from '../vault/help.ts';
import { tryInTurn } from './lock-tries.ts';
import { startVault } from './vault-link.ts';

export type { WaitingRequest };

type Asked<T> = Promise<T | { readonly ok: false; readonly reason: 'fault' }>;

async function ask<T>(question: (vault: Help) => Promise<T>): Promise<T> {
	const link = startVault(() => undefined);
	try {
		return await question(link.vault);
	} finally {
		link.end();
	}
}

const FAULT = { ok: false, reason: 'fault' } as const;

/** What can be done for a profile. */
export function lookForHelp(profile: string): ReturnType<Help['helpState']> {
	return ask((vault) => vault.helpState(profile));
}

/** Makes a request under a new passphrase. */
export function askForHelp(
	profile: string,
	passphrase: string
): Asked<Awaited<ReturnType<Help['askForHelp']>>> {
	return ask((vault) => vault.askForHelp(profile, passphrase)).catch(() => FAULT);
}

/** Loads an answer; a wrong new passphrase counts like any wrong one. */
export function takeAnswer(profile: string, file: Bytes, passphrase: string) {
	return tryInTurn(profile, () =>
		ask((vault) => vault.takeAnswer(profile, file, passphrase)).catch(() => FAULT)
	);
}

/** Forgets a request. */
export function dropRequest(profile: string): Promise<void> {
	return ask((vault) => vault.dropRequest(profile));
}
