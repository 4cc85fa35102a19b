/** age files as text: share sheets take text files, and refuse what they do not know. */
import { armor } from 'age-encryption';
import { fromUtf8 } from './bytes.ts';

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----';

/** An age file in ASCII armor, which every age tool reads. */
export function asText(file: Uint8Array): string {
	return armor.encode(file);
}

/** An age file as its bytes, whether it came as text or not; text that is cut off or changed comes back as it is. */
export function withoutArmor(file: Uint8Array): Uint8Array {
	if (fromUtf8(file.subarray(0, BEGIN.length)) !== BEGIN) return file;
	try {
		return armor.decode(fromUtf8(file) ?? '');
	} catch {
		// No age file any more: whoever opens it says so.
		return file;
	}
}
