/** What belongs to a backup besides the frames. The index is derived, logs/ tell of another folder. */
import { STORE_FILE } from "../store-file.ts";

export const BACKUP_COMPANIONS: readonly string[] = [STORE_FILE];
