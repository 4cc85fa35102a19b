/**
 * A page is drawn by the browser unless it asks to be prerendered (`ssr = true; prerender = true`): the server never draws one
 * on request, because without signal there is no server.
 */
export const ssr = false;
export const prerender = false;
