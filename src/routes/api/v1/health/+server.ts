import { getHealth } from '#lib/server/endpoints.ts';
import { office } from '#lib/server/running.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async () => getHealth(await office());
