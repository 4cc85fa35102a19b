/** The page that the service worker answers with for every route that is not prerendered; Kit then routes by the real URL. */
export const ssr = false;
export const prerender = true;
