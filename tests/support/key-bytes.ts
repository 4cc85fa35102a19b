/**
 * Every key of a drawer, worked out from what lies on the device and the passphrase, so that a scan of the disk can look
 * for the keys themselves. The app gives none of them away, so this is done here in Node, by the app's own formats.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { Page } from '@playwright/test';
import { argon2id } from 'hash-wasm';
import { fromBase64Url, fromUtf8 } from '../../src/lib/trust/bytes.ts';
import type { DeviceKeysRow } from '../../src/lib/vault/device-keys.ts';
import type { RecordKeyRow } from '../../src/lib/vault/database.ts';
import { deriveKeys, unwrapSecret } from '../../src/lib/vault/keys.ts';
import { openSlot, parseSlot } from '../../src/lib/vault/slots.ts';

/** A secret under a name, for `scanFolder`. */
export interface NamedSecret {
	readonly name: string;
	readonly bytes: Buffer;
}

interface Stored {
	readonly slot: string;
	readonly recordKeys: readonly {
		readonly record: string;
		readonly keyNumber: number;
		readonly wrapped: number[];
	}[];
	readonly deviceKeys: readonly { readonly device: string; readonly wrapped: number[] }[];
}

/** Reads ciphertext only, as anybody with the device could: the slot's file and the wrapped keys. */
async function readStored(page: Page): Promise<Stored> {
	return page.evaluate(async () => {
		const root = await navigator.storage.getDirectory();
		const slots = await root.getDirectoryHandle('slots');
		let slot = '';
		for await (const [name, handle] of slots.entries())
			if (name.endsWith('.passphrase'))
				slot = await (await (handle as FileSystemFileHandle).getFile()).text();
		const { name } =
			(await indexedDB.databases()).find((one) => one.name?.startsWith('doorstep-drawer-')) ?? {};
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name ?? '');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new TypeError('no drawer'));
		});
		const all = <T>(store: string) =>
			new Promise<T[]>((resolve) => {
				const request = db.transaction(store).objectStore(store).getAll();
				request.onsuccess = () => resolve(request.result as T[]);
			});
		const recordKeys = (await all<RecordKeyRow>('recordKeys')).map((row) => ({
			...row,
			wrapped: [...row.wrapped]
		}));
		const deviceKeys = (await all<DeviceKeysRow>('deviceKeys')).map(({ device, wrapped }) => ({
			device,
			wrapped: [...wrapped]
		}));
		db.close();
		return { slot, recordKeys, deviceKeys };
	});
}

/** The key that the passphrase gives: what wraps the root key. */
async function slotKey(text: string, passphrase: string): Promise<Buffer> {
	const slot = await parseSlot(text);
	if (slot === undefined) throw new TypeError('no slot was found');
	const { memoryKiB, passes, lanes } = slot.kdf;
	const raw = await argon2id({
		password: passphrase.normalize('NFKC'),
		salt: fromBase64Url(slot.salt) ?? new Uint8Array(),
		memorySize: memoryKiB,
		iterations: passes,
		parallelism: lanes,
		hashLength: 32,
		outputType: 'binary'
	});
	return Buffer.from(raw);
}

/** The middle of a key's text: without what every key of its kind begins with. */
function coreOf(text: string): Buffer {
	return Buffer.from(text.slice(24, 88));
}

/**
 * All keys of the drawer that this page's device has: of the passphrase, root, wrapping, pages, each record, the device's
 * identity and signing key.
 * @param page any page of the app's origin
 */
export async function keyBytes(page: Page, passphrase: string): Promise<readonly NamedSecret[]> {
	const stored = await readStored(page);
	const slot = await parseSlot(stored.slot);
	if (slot === undefined) throw new TypeError('no slot was found');
	const opened = await openSlot(slot, passphrase);
	if (!opened.ok) throw new TypeError(opened.reason);
	const rootKey = Buffer.from(opened.rootKey);
	const derived = ['wrap', 'pages'].map((use) => ({
		name: `${use} key`,
		bytes: Buffer.from(hkdfSync('sha256', rootKey, slot.profile, `doorstep/vault/${use}`, 32))
	}));
	// HKDF's inner key would do as well as the root key.
	const inner = createHmac('sha256', slot.profile).update(rootKey).digest();
	const keys = await deriveKeys(opened.rootKey, slot);
	const secrets: NamedSecret[] = [
		{ name: 'passphrase key', bytes: await slotKey(stored.slot, passphrase) },
		{ name: 'root key', bytes: rootKey },
		{ name: 'inner root key', bytes: inner },
		...derived
	];
	for (const { record, keyNumber, wrapped } of stored.recordKeys) {
		const at = { id: record, keyNumber };
		const key = await unwrapSecret(keys, new Uint8Array(wrapped), at);
		if (!key.ok) throw new TypeError(key.reason);
		secrets.push({
			name: `record key ${keyNumber} of ${record.slice(0, 6)}`,
			bytes: Buffer.from(key.secret)
		});
	}
	for (const { wrapped } of stored.deviceKeys) {
		const at = { id: slot.profile, keyNumber: 0 };
		const secret = await unwrapSecret(keys, new Uint8Array(wrapped), at);
		if (!secret.ok) throw new TypeError(secret.reason);
		const { identity, sign } = JSON.parse(fromUtf8(secret.secret) ?? '{}') as Record<
			'identity' | 'sign',
			string
		>;
		// PKCS 8 of an Ed25519 key ends with its 32 bytes.
		const seed = Buffer.from(sign, 'base64url').subarray(-32);
		secrets.push({ name: 'signing key', bytes: seed }, { name: 'device identity', bytes: coreOf(identity) });
	}
	return secrets;
}
