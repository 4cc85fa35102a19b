/** Where something stands in a record, in the words of its form. */
import type { Pack } from '../../pack/types.ts';
import { partLabel } from '../summary.ts';

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/**
 * Words for a place in signed content.
 * @param pointer JSON pointer of the content, for example `/values/case~1reason`
 */
function placeWords(pack: Pack | undefined, pointer: string): string {
	const [member, name] = pointer.slice(1).split('/').map(unescaped);
	if (member !== 'values' || name === undefined) return pointer;
	const [, fieldId, ...rest] = name.split('/');
	const field = pack?.record.fields.find(({ id }) => id === fieldId);
	if (pack === undefined || field === undefined) return pointer;
	const part = rest.at(-1);
	const isPart = part !== undefined && `${field.id}.${part}` in pack.record.words;
	return isPart ? `${field.label}, ${partLabel(pack, field, part)}` : field.label;
}

/** Words for a place in an exported file: the field where it is one of the signed content, else the place as it stands. */
export function placeInFile(pack: Pack | undefined, at: string | undefined): string | undefined {
	if (at === undefined) return undefined;
	const words = placeWords(pack, at);
	return words === at ? at : `${words} (${at})`;
}
