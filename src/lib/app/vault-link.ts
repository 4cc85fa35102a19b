import { wrap, type Remote } from 'comlink';
import type { Vault } from '../vault/vault.ts';
import workerUrl from '../vault/worker.ts?worker&url';
import { trustedWorkerUrl } from './trusted-url.ts';

/** The way to the vault worker. Loaded only when the drawer is made or opened. */
export interface VaultLink {
	readonly vault: Remote<Vault>;
	/** Ends the worker and all keys in it. */
	end(): void;
}

/**
 * Starts a vault worker.
 * @param onfault called when the worker dies of a fault; its keys are gone then
 */
export function startVault(onfault: () => void): VaultLink {
	const worker = new Worker(trustedWorkerUrl(workerUrl), { type: 'module', name: 'vault' });
	worker.addEventListener('error', onfault);
	return { vault: wrap<Vault>(worker), end: () => worker.terminate() };
}
