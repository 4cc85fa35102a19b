import { deleteSession, postSession } from '#lib/server/endpoints.ts';
import { office } from '#lib/server/running.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => postSession(await office(), event);
export const DELETE: RequestHandler = async (event) => deleteSession(await office(), event);
