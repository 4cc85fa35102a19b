/** Files that a person takes out of the app: into a folder of theirs, or through the device's share sheet. */

/** Whether this device can share a file. Most desktops cannot. */
export function canShareFile(file: File): boolean {
	return 'canShare' in navigator && navigator.canShare({ files: [file] });
}

/** Opens the device's share sheet. @returns false when the person closed it or the device refused */
export async function shareFile(file: File): Promise<boolean> {
	try {
		await navigator.share({ files: [file] });
		return true;
	} catch {
		return false;
	}
}
