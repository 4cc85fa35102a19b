import { holds } from '../flow/conditions.ts';
import type { Journey } from '../flow/types.ts';
import type { CheckItem, Pack } from '../pack/types.ts';
import { journeyFacts } from './facts.ts';

/** The checklist of the flow `record` that stands before a final. */
const CHECKS = 'record-checks';

/**
 * What the person confirms before a record becomes final: the items of `record-checks` that apply to its answers.
 * @source keys-and-states.md section 7 */
export function finalChecks(pack: Pack, result: Journey): readonly CheckItem[] {
	const node = pack.flows.record.nodes.find(({ id }) => id === CHECKS);
	const facts = journeyFacts(result, '');
	return (node?.items ?? []).filter((item) => item.if === undefined || holds(item.if, facts));
}
