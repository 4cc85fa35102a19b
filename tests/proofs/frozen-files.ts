/** Readers of the frozen vectors of files that leave a device, or wait on it, sealed to somebody's key. */
import { openCapture, type Capture } from '#lib/trust/capture.ts';
import { openRescue, type RescueContents } from '#lib/trust/rescue.ts';
import { kept, same, type Findings } from './frozen-trust.ts';

export async function readRescue(vector: {
	identities: readonly string[];
	contents: RescueContents;
	file: string;
}): Promise<Findings> {
	const found: Record<string, boolean> = {};
	for (const [at, identity] of vector.identities.entries()) {
		const opened = await openRescue(kept(vector.file), [identity]);
		const contents = { v: 1, format: 'doorstep-rescue', ...vector.contents };
		found[`contents for ${at}`] = opened.ok && same(opened.value, contents);
	}
	return found;
}

export async function readCapture(vector: {
	identity: string;
	capture: Capture;
	file: string;
}): Promise<Findings> {
	const opened = await openCapture(kept(vector.file), vector.identity, vector.capture);
	return { capture: opened.ok && same(opened.value, vector.capture) };
}
