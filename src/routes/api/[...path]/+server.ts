import { answerApi } from '#lib/server/api.ts';
import { office } from '#lib/server/running.ts';
import type { RequestHandler } from './$types';

/** Every method and path: what does not exist is a problem like any other, not a page of Kit's. */
export const fallback: RequestHandler = async (event) => answerApi(await office(), event);
