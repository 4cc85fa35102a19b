export type Row = readonly [string, string, { words: string; isMet: boolean } | undefined, string];
export async function measureNewDevice(count: number): Promise<readonly Row[]> {
	return [];
}
