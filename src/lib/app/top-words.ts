/** A few words for the top bar of every page. */
import type { WaitingView } from './waiting-view.ts';

const things = (count: number) => (count === 1 ? '1 item' : `${count} items`);

/** A few words for the top bar; undefined when there is nothing to say. */
export function topWords({ items, isForked }: WaitingView): string | undefined {
	if (isForked) return 'Server history changed';
	const parked = items.filter(({ place }) => place === 'parked').length;
	if (parked > 0) return `Not sent: ${things(parked)} ${parked === 1 ? 'needs' : 'need'} you`;
	return items.length > 0 ? `${things(items.length)} waiting to send` : undefined;
}
