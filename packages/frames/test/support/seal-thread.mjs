/** The sealing thread as it stands in the sources, behind a loader of TypeScript. */
import { register } from "tsx/esm/api";

register();
await import("../../src/store/seal-thread.ts");
