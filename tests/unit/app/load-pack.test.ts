import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packText } from '#lib/pack/parse.ts';
import type { Pack } from '#lib/pack/types.ts';
import { contentPack } from '../../support/pack.ts';

const pack = await contentPack();

/** What the server gives for each pack file; undefined: no answer. */
let served: Readonly<Record<string, string | undefined>>;

beforeEach(() => {
	vi.resetModules();
	vi.stubGlobal('indexedDB', new IDBFactory());
	vi.stubGlobal('fetch', (path: string) => {
		const text = served[path.replace(/^.*\/|\.json$/g, '')];
		return text === undefined
			? Promise.reject(new TypeError('no signal'))
			: Promise.resolve(new Response(text));
	});
});

afterEach(() => vi.unstubAllGlobals());

/** The module anew, as after a reload. */
const loader = async () => {
	vi.resetModules();
	return import('#lib/app/load-pack.ts');
};

const shelf = () => import('#lib/vault/device-db.ts');

function named(
	version: string,
	change: (loose: { flags: Record<string, string> }) => void = () => undefined
): Pack {
	const loose = { ...structuredClone(pack), version };
	change(loose);
	return { ...loose, hash: createHash('sha256').update(packText(loose)).digest('base64url') };
}

const earlier = named('2026-11-01.1');
const good = JSON.stringify(pack);
const newerFormat = JSON.stringify({ ...pack, format: 2 });

async function loadWith(text: string | undefined) {
	served = { [pack.version]: text };
	return (await loader()).loadPack();
}

async function keep(version: string, text: string): Promise<void> {
	await (await shelf()).writePack(version, text);
}

describe('the pack to ask from', () => {
	it('is the one of this build where it is whole', async () => {
		expect(await loadWith(good)).toMatchObject({ ok: true, isKept: false, pack: { version: pack.version } });
	});

	it.each([
		['half', good.slice(0, good.length / 2)],
		['cut in the last character', good.slice(0, -1)],
		['empty', ''],
		['a page instead', '<!doctype html>'],
		['changed in one word', good.replace('"England"', '"England "')],
		['changed in its words', good.replace('What has brought you here?', 'Share everything?')],
		['another version', JSON.stringify(earlier)],
		['without a format', JSON.stringify({ ...pack, format: undefined })]
	])('is never one that is %s; the last good one is used', async (_name, text) => {
		await keep(earlier.version, JSON.stringify(earlier));
		const loaded = await loadWith(text);
		expect(loaded).toMatchObject({
			ok: true,
			isKept: true,
			needsUpdate: false,
			pack: { version: earlier.version }
		});
		expect(loaded.problems).not.toEqual([]);
	});

	it('is the kept one, with the word that an update is needed, where the newest has a newer format', async () => {
		await keep(earlier.version, JSON.stringify(earlier));
		expect(await loadWith(newerFormat)).toMatchObject({
			ok: true,
			isKept: true,
			needsUpdate: true,
			pack: { version: earlier.version },
			problems: [{ path: 'format' }]
		});
	});

	it('is none where a newer format came and nothing is kept', async () => {
		expect(await loadWith(newerFormat)).toMatchObject({ ok: false, reason: 'pack-newer' });
	});

	it('is none where a damaged one came and nothing is kept', async () => {
		expect(await loadWith(good.slice(0, 900))).toMatchObject({ ok: false, reason: 'pack-refused' });
	});

	it('passes over a kept copy in which a letter changed', async () => {
		const older = named('2026-10-01.1');
		await keep(older.version, JSON.stringify(older));
		await keep(earlier.version, JSON.stringify(earlier).replace('What has brought', 'Who has brought'));
		expect(await loadWith(undefined)).toMatchObject({ ok: true, pack: { version: older.version } });
	});

	it('is the newest by number of those kept, not by its letters', async () => {
		for (const version of ['2026-11-01.9', '2026-11-01.10']) {
			const one = named(version);
			await keep(version, JSON.stringify(one));
		}
		expect(await loadWith(undefined)).toMatchObject({ ok: true, pack: { version: '2026-11-01.10' } });
	});
});

describe('the pack of a record', () => {
	const stamp = { version: earlier.version, hash: earlier.hash };

	it('comes from the kept copies without signal', async () => {
		served = {};
		await keep(earlier.version, JSON.stringify(earlier));
		expect(await (await loader()).loadPackOf(stamp)).toMatchObject(stamp);
	});

	it('comes from the kept copies where the served one was changed', async () => {
		served = { [earlier.version]: JSON.stringify(earlier).replace('What has brought', 'Who has brought') };
		await keep(earlier.version, JSON.stringify(earlier));
		expect(await (await loader()).loadPackOf(stamp)).toMatchObject(stamp);
	});

	it('is never another pack of the same version', async () => {
		const other = named(earlier.version, (loose) => (loose.flags.request = 'other words'));
		served = { [earlier.version]: JSON.stringify(other) };
		expect(await (await loader()).loadPackOf(stamp)).toMatchObject({ problems: [{ path: 'version' }] });
	});

	it('says that an update is needed where a newer app made it', async () => {
		served = { [earlier.version]: JSON.stringify({ ...earlier, format: 2 }) };
		expect(await (await loader()).loadPackOf(stamp)).toMatchObject({ problems: [{ path: 'format' }] });
	});
});
