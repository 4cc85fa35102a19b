/**
 * Ids of the dated rules that a piece of content asks about, wherever they stand in its conditions.
 * @param content a question, an answer, an outcome, a table row: anything with conditions in it
 */
export function rulesNamed(content: unknown): ReadonlySet<string> {
	const found = new Set<string>();
	collect(content, found);
	return found;
}

function collect(content: unknown, found: Set<string>): void {
	if (typeof content !== 'object' || content === null) return;
	for (const [key, value] of Object.entries(content)) {
		if (key === 'rule' && typeof value === 'string') found.add(value);
		else collect(value, found);
	}
}
