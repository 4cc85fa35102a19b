/**
 * Orders two pack versions.
 * @returns below 0 where `a` is the earlier: first by date, then by number (`.10` comes after `.9`)
 */
export function compareVersions(a: string, b: string): number {
	const [dayA = '', numberA = '0'] = a.split('.');
	const [dayB = '', numberB = '0'] = b.split('.');
	if (dayA !== dayB) return dayA < dayB ? -1 : 1;
	return Number(numberA) - Number(numberB);
}
