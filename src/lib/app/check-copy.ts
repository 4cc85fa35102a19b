/** Reading an exported record back, on the page: the file never leaves the device, and nothing of it is kept. */
import type { Pack, PackStamp } from '../pack/types.ts';
import { MOST_BUNDLE_BYTES, readBundle, type BundleProblem } from '../record/export/bundle.ts';
import type { BundleReport } from '../record/export/check-words.ts';
import type { ExportDocument } from '../record/export/types.ts';
import { checkBundle } from '../trust/bundle.ts';
import type { Drawer } from './drawer.svelte.ts';
import { loadPackOf } from './load-pack.ts';

export type CheckedCopy =
	| {
			readonly ok: true;
			readonly report: BundleReport;
			/** Undefined when the record's guidance is not here. */
			readonly pack: Pack | undefined;
			/** Whether the fingerprint is that of this device's organisation; undefined when that is not known here. */
			readonly isOwn: boolean | undefined;
			readonly readable: ExportDocument;
	  }
	| { readonly ok: false; readonly reason: BundleProblem | 'unreadable-file'; readonly at?: string };

async function packOf(stamp: PackStamp): Promise<Pack | undefined> {
	const pack = await loadPackOf(stamp);
	return 'problems' in pack ? undefined : pack;
}

async function isOwnOrganisation(drawer: Drawer, fingerprint: string): Promise<boolean | undefined> {
	const membership = await drawer.vault?.membership();
	return membership?.state === 'joined' ? membership.fingerprint === fingerprint : undefined;
}

/** Checks a file that somebody chose. */
export async function checkCopy(drawer: Drawer, file: File): Promise<CheckedCopy> {
	if (file.size > MOST_BUNDLE_BYTES) return { ok: false, reason: 'too-large' };
	let bytes: Uint8Array;
	try {
		bytes = new Uint8Array(await file.arrayBuffer());
	} catch {
		// Taken away between choosing and reading, or in a folder that the browser may not read.
		return { ok: false, reason: 'unreadable-file' };
	}
	const read = readBundle(bytes);
	if (!read.ok) return read;
	const { bundle } = read;
	const report = await checkBundle(bundle, packOf);
	return {
		ok: true,
		report,
		pack: await packOf(bundle.stamp.pack),
		isOwn: report.signed === null ? undefined : await isOwnOrganisation(drawer, report.signed.fingerprint),
		readable: {
			title: 'Decision record',
			isDraft: bundle.state === 'draft',
			notices: [bundle.stamp.note],
			sections: bundle.readable.sections,
			stamp: []
		}
	};
}
