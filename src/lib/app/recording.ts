/** Where "Record this decision" leads: it makes the drawer at first, and keeps the journey in it. */
export const RECORD_PATH: string | undefined = '/records/new';
