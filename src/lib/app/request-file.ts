/** A request for help as a file that a person saves or shares. */
import type { WaitingRequest } from '../vault/help.ts';

/**
 * Text, because share sheets take no other kind that fits; its name says nothing of the person.
 * @returns a file named after the first letters of its code
 */
export function requestFile({ file, code }: WaitingRequest): File {
	const [first = ''] = code.split(' ');
	return new File([file], `doorstep-request-${first}.txt`, { type: 'text/plain' });
}
