/**
 * The vault: the only place where keys are. A dedicated worker, so that nothing in the page can hold a key; locking
 * ends the worker. Spoken to through comlink.
 */
import { expose } from 'comlink';
import { createVault } from './vault.ts';

expose(createVault({ origin: location.origin, now: () => Date.now() }));
