import type { Entry, Signing } from '#lib/trust/entry.ts';
import { signRootStatements, signStatements } from '#lib/trust/sign-statement.ts';
import type { Statement } from '#lib/trust/statements.ts';
import { rootSigning, signingOn, type Office } from './office.ts';

export type Who = 'root' | 'administrator' | 'practitioner';

/** A case of a rule: what comes of it, who says it, in words, and the statement. */
export type RuleCase = readonly [reason: string, who: Who, what: string, statement: Statement];

export async function signedBy(who: Who, statement: Statement, office: Office): Promise<Entry> {
	const { keylog } = office;
	const by: Signing = signingOn(keylog, who === 'administrator' ? office.administrator.by : office.worker.by);
	const [entry] =
		who === 'root'
			? await signRootStatements(await rootSigning(office, keylog), [statement])
			: await signStatements(by, [statement]);
	if (entry === undefined) throw new TypeError('nothing signed');
	return entry;
}
