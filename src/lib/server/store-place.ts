import { statSync } from 'node:fs';

/** Watches whether an open store file still lies where it was opened. */
export interface Place {
	/** False once the file or its log was deleted, moved away or replaced by another. */
	isThere(): boolean;
}

/** Device and inode of what lies at a path; undefined when nothing does. */
function identity(path: string): string | undefined {
	const found = statSync(path, { bigint: true, throwIfNoEntry: false });
	return found && `${found.dev} ${found.ino}`;
}

/**
 * An open file can be written long after its name is gone, and all of it is lost when the process ends. So a commit
 * counts only if the file is still there afterwards.
 * @param file of an open SQLite store in WAL mode
 */
export function watchPlace(file: string): Place {
	const paths = [file, `${file}-wal`];
	const opened = paths.map(identity);
	return {
		isThere() {
			try {
				return paths.every((path, index) => identity(path) === opened[index]);
			} catch {
				// A folder that cannot be searched any more: the store cannot be opened again there.
				return false;
			}
		}
	};
}
