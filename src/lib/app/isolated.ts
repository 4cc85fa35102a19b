/** Words in their own direction of writing, whatever stands around them: Unicode's first strong isolate. */
export const isolated = (words: string): string => `\u2068${words}\u2069`;
