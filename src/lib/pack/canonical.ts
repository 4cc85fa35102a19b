/**
 * Canonical JSON after RFC 8785 for plain data: sorted members, no space, ECMAScript numbers and strings.
 * @param value data without undefined, functions, dates or numbers that are not finite
 * @source RFC 8785 section 3.2; ECMAScript's own number and string forms are the canonical ones
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value)
		.filter(([, member]) => member !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
	return `{${members.join(',')}}`;
}
