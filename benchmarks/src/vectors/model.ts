/** The name under which the made vectors are stored. */
export const MODEL = "clustered";
