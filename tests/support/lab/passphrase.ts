/** Made up; strong enough for the app. */
export const LAB_PASSPHRASE = 'gravel unsaid tiptop marina';
export const LAB_SECRET = { kind: 'passphrase', passphrase: LAB_PASSPHRASE } as const;

/** One after the other, for changing them. */
export const passphraseOf = (at: number) => `${LAB_PASSPHRASE} ${at}`;
