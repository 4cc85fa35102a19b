/** The text file by which one device's settings reach a colleague's. Nothing secret, nothing about a family. Pure. */
import { asLocal, type StoredLocal } from './local-settings.ts';
import { asNumbers, type StoredNumbers } from './numbers.ts';

const KIND = 'doorstep-settings-1';

export interface SharedSettings {
	readonly numbers: StoredNumbers;
	readonly local: StoredLocal;
}

/** The file's text. Switched rules stay behind: each office switches them itself. */
export function settingsText(
	numbers: StoredNumbers,
	{ ruleOverrides: _left, ...local }: StoredLocal
): string {
	return `${JSON.stringify({ kind: KIND, numbers, local }, null, '\t')}\n`;
}

/**
 * Reads such a file; members of a wrong shape count as not set.
 * @returns undefined when the text is no settings file
 */
export function sharedSettings(text: string): SharedSettings | undefined {
	let found: unknown;
	try {
		found = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof found !== 'object' || found === null || Reflect.get(found, 'kind') !== KIND) return undefined;
	const { ruleOverrides: _left, ...local } = asLocal(Reflect.get(found, 'local'));
	return { numbers: asNumbers(Reflect.get(found, 'numbers')), local };
}
