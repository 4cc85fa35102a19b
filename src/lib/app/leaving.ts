/** The note of a hand-over that leads through another document. Apart, so that asking loads nothing. */
import { readSetting, writeSetting } from '../vault/device-db.ts';

const LEAVING = 'leaving';

/** Whether a hand-over is on its way to the chooser. */
export async function isLeaving(): Promise<boolean> {
	return (await readSetting(LEAVING)) === true;
}

/** Never rejects: without the note only addresses are left behind, which lead nowhere. */
export async function noteLeaving(is: boolean): Promise<void> {
	await writeSetting(LEAVING, is || undefined).catch(() => undefined);
}
