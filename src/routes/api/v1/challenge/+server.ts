import { postChallenge } from '#lib/server/endpoints.ts';
import { office } from '#lib/server/running.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => postChallenge(await office(), event);
