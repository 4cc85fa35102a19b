/**
 * The rules that keep everything from being lost, each with the place where it stands in the product's code. The simulator
 * can take one out of a copy of its file as it is loaded, never out of the tree, and must then find what goes wrong.
 */
import { fileURLToPath } from 'node:url';
import { registerHooks } from 'node:module';
import type { ProfileName } from './profile.ts';

export interface Rule {
	readonly says: string;
	/** Below `src/lib`. */
	readonly file: string;
	/** What is replaced; a text that is not there any more is a failure. */
	readonly from: string;
	readonly to: string;
	/** Schedules that bring its absence out. */
	readonly profile: ProfileName;
}

const RULES_OF_ROWS = 'vault/outbox-rules.ts';

/** By name. The first five are those of reference/sync.md section 6. */
export const RULES: Readonly<Record<string, Rule>> = {
	losing: {
		says: 'a revision that loses is stored as a leaf beside the head',
		file: 'server/receive.ts',
		from: '	desk.head = await appendEntry(sql, entry, desk);\n	await noteAccess',
		to: `	const { kind, parents } = entry.header;
	if (kind === 'draft' && row?.head && !parents.includes(row.head)) return { refused: 'not-allowed' };
	desk.head = await appendEntry(sql, entry, desk);
	await noteAccess`,
		profile: 'swarm'
	},
	chain: {
		says: 'the chain value at the cursor must be the one of the log',
		file: 'server/pull.ts',
		from: 'return (await chainAt(sql, tenant, said.cursor)) !== said.chain;',
		to: 'return said.cursor > 0 && (await chainAt(sql, tenant, said.cursor)) === null;',
		profile: 'restores'
	},
	echo: {
		says: 'an entry leaves the outbox when it comes back in the log, and not by an acknowledgement',
		file: 'sync/exchange.ts',
		from: "ack.seq <= cursor ? 'echoed' : 'acked'",
		to: "'echoed'",
		profile: 'restores'
	},
	compare: {
		says: 'an answer is applied only where the device stood when it asked',
		file: RULES_OF_ROWS,
		from: 'change: LogChange): Promise<boolean> {\n	if (!(await stillAt(rows, from))) return false;',
		to: 'change: LogChange): Promise<boolean> {',
		profile: 'crowd'
	},
	order: {
		says: 'statements by their chain, grants before what they open, parents before children',
		file: 'sync/outbox-order.ts',
		from: 'ranked.sort((a, b) => a.rank - b.rank || a.depth - b.depth || a.entry.order - b.entry.order);',
		to: '',
		profile: 'restores'
	},
	requeue: {
		says: 'what was acknowledged and the log does not show goes back to queued',
		file: RULES_OF_ROWS,
		from: 'if (!isLost || row.c === undefined) continue;',
		to: 'if (isLost || !isLost) continue;',
		profile: 'restores'
	},
	end: {
		says: 'what a changed log has not shown by its end is sent again',
		file: RULES_OF_ROWS,
		from: 'isPassed || (isEnd && !justTaken.has(row.id))',
		to: 'isPassed',
		profile: 'restores'
	},
	unsee: {
		says: 'when the history changes, everything counts as not seen yet',
		file: RULES_OF_ROWS,
		from: '	await unsee(rows, server.seq);\n',
		to: '',
		profile: 'restores'
	},
	unchecked: {
		says: 'what nobody has checked yet is kept over a change of history',
		file: RULES_OF_ROWS,
		from: '	await keepPulled(rows, server.seq);\n',
		to: '	await rows.dropPulled();\n',
		profile: 'widow'
	},
	once: {
		says: 'an entry that is known gets the same answer as before',
		file: 'server/receive.ts',
		from: 'if (known !== undefined) return { id, seq: known.seq };',
		to: '',
		profile: 'swarm'
	},
	opened: {
		says: 'records that opened to a device later are fetched whole',
		file: 'server/pull.ts',
		from: 'cursor === round.from ? await openedRecords(sql, name, round) : []',
		to: '[]',
		profile: 'swarm'
	},
	durable: {
		says: 'safe is only what a verified backup holds',
		file: RULES_OF_ROWS,
		from: 'row.seq <= durable)',
		to: 'row.seq <= durable + 5)',
		profile: 'restores'
	},
	late: {
		says: 'an invite that a server with a slow clock takes for too long waits, and is not refused for good',
		file: 'server/receive.ts',
		from: "if (!next.ok && next.reason === 'invite-too-long') return { missing: [] };",
		to: '',
		profile: 'early'
	}
};

/** Loads one file of the product without a rule, from here on in this process. */
export function removeRule(name: string): void {
	const rule = RULES[name];
	if (rule === undefined) throw new TypeError(`no rule ${name}; there are ${Object.keys(RULES).join(', ')}`);
	const { file, from, to } = rule;
	registerHooks({
		load(url, context, next) {
			const loaded = next(url, context);
			if (!url.startsWith('file:') || !fileURLToPath(url).endsWith(`/src/lib/${file}`)) return loaded;
			const source = new TextDecoder().decode(loaded.source as Uint8Array);
			if (!source.includes(from))
				throw new TypeError(`${file} does not have the place of this rule any more`);
			return { ...loaded, source: source.replace(from, () => to) };
		}
	});
}
