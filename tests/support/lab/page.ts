/**
 * A bare page over the real vault worker, for long proofs and measurements that would take hours through the screens.
 * Built by `lab.ts` into a folder of its own; no part of the app knows it.
 */
import { wrap, type Remote } from 'comlink';
import { DrawerDatabase } from '../../../src/lib/vault/database.ts';
import { listProfiles } from '../../../src/lib/vault/slot-names.ts';
import { createVault, type Vault } from '../../../src/lib/vault/vault.ts';
import VaultWorker from '../../../src/lib/vault/worker.ts?worker';
import { newDevice } from './new-device.ts';
import { keepSeed, plantSeed } from './seed.ts';
import { timing } from './timing.ts';
import { work } from './work.ts';

/** What tests find on the lab's window. */
export interface Lab {
	/** The vault in its worker, as the app has it. */
	vault: Remote<Vault>;
	/** The same code on the page's own thread, where Chromium's CPU throttle reaches it. */
	readonly vaultHere: Vault;
	restartVault(): void;
	readonly listProfiles: typeof listProfiles;
	readonly openDatabase: (profile: string) => DrawerDatabase;
	readonly keepSeed: typeof keepSeed;
	readonly plantSeed: typeof plantSeed;
	readonly work: typeof work;
	readonly timing: typeof timing;
	readonly newDevice: typeof newDevice;
}

declare global {
	interface Window {
		lab: Lab;
		/** Tells the test, outside the browser, that something was said to be kept. */
		acknowledge(mark: string): Promise<void>;
	}
}

let worker: Worker | undefined;

function startVault(): Remote<Vault> {
	worker?.terminate();
	worker = new VaultWorker({ name: 'vault' });
	return wrap<Vault>(worker);
}

window.lab = {
	vault: startVault(),
	vaultHere: createVault({ origin: location.origin, now: () => Date.now() }),
	restartVault: () => {
		window.lab.vault = startVault();
	},
	listProfiles,
	openDatabase: (profile) => new DrawerDatabase(profile),
	keepSeed,
	plantSeed,
	work,
	timing,
	newDevice
};
document.documentElement.dataset.ready = '';
