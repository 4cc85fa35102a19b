/** Where "Record this decision" leads. Undefined while this build has no drawer: no control for it is shown then. */
export const RECORD_PATH: string | undefined = undefined;
