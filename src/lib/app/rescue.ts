/** Making and opening rescue files, from the page's side. Loaded when somebody asks for one. */
import type { MakeRescueProblem, PutBack } from '../vault/rescue.ts';
import type { RescueFile } from '../vault/rescue-rows.ts';
import type { RescueProblem } from '../trust/rescue.ts';
import type { Drawer } from './drawer.svelte.ts';

/** No rescue file is larger; a wrong file must not fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024;
const FAULT = { ok: false, reason: 'fault' } as const;

export type MadeRescue =
	| {
			readonly ok: true;
			readonly made: RescueFile;
			readonly file: File;
			/** The same as text, for share sheets, which take no other kind that fits. */
			readonly text: File;
	  }
	| { readonly ok: false; readonly reason: MakeRescueProblem | 'fault' };
export type OpenedRescue =
	| { readonly ok: true; readonly back: PutBack }
	| { readonly ok: false; readonly reason: RescueProblem | MakeRescueProblem | 'too-large' | 'fault' };

/** A name that says what it is and nothing about anybody. */
const nameOf = (now: Date) => `doorstep-rescue-${now.toISOString().slice(0, 10)}`;

async function seal(drawer: Drawer) {
	const { vault } = drawer;
	if (vault) return vault.makeRescue(drawer.unwritten.unsaved());
	// Only of the person whose turn it is: what waits of somebody else is theirs to save.
	const { profile } = drawer;
	if (profile === undefined) return { ok: false, reason: 'nothing-unsent' } as const;
	const { makeLockedRescue } = await import('../vault/rescue-locked.ts');
	return makeLockedRescue(profile, Date.now());
}

/** Seals what is unsent: with the drawer open everything, else what was sealed for the office before. */
export async function makeRescueFile(drawer: Drawer): Promise<MadeRescue> {
	const sealed = await seal(drawer).catch(() => FAULT);
	if (!sealed.ok) return sealed;
	const made = sealed.value;
	const { asText } = await import('../trust/age-text.ts');
	const name = nameOf(new Date());
	const file = new File([made.file], `${name}.age`, { type: 'application/octet-stream' });
	return { ok: true, made, file, text: new File([asText(made.file)], `${name}.txt`, { type: 'text/plain' }) };
}

/** Puts the texts of a rescue file back as drafts; nothing that is here changes. */
export async function putBackFrom(drawer: Drawer, file: File): Promise<OpenedRescue> {
	if (file.size > MOST_BYTES) return { ok: false, reason: 'too-large' };
	const { vault } = drawer;
	if (vault === undefined) return { ok: false, reason: 'not-open' };
	try {
		const bytes = new Uint8Array(await file.arrayBuffer());
		const back = await vault.putBack(bytes, new Date().toISOString());
		return back.ok ? { ok: true, back: back.value } : back;
	} catch {
		return FAULT;
	}
}
