import { join } from 'node:path';

/** The folder of the content files: this checkout's own, or another that is to be checked (`DOORSTEP_CONTENT_DIR`). */
export const CONTENT = process.env.DOORSTEP_CONTENT_DIR ?? join(import.meta.dirname, '../../src/content');
