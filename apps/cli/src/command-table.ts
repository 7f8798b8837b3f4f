/** Every command, in the order in which help shows them. Each is loaded when it is called. */
import type { CommandEntry } from "./command.ts";
import { createHelp } from "./commands/help.ts";

export const COMMANDS: readonly CommandEntry[] = [
  { name: "demo", load: async () => (await import("./commands/demo.ts")).demo },
  { name: "init", load: async () => (await import("./commands/init.ts")).init },
  { name: "save", load: async () => (await import("./commands/save.ts")).save },
  { name: "search", load: async () => (await import("./commands/search.ts")).search },
  { name: "similar", load: async () => (await import("./commands/similar.ts")).similar },
  { name: "get", load: async () => (await import("./commands/get.ts")).get },
  { name: "list", load: async () => (await import("./commands/list.ts")).list },
  { name: "timeline", load: async () => (await import("./commands/timeline.ts")).timeline },
  { name: "update", load: async () => (await import("./commands/update.ts")).update },
  { name: "forget", load: async () => (await import("./commands/forget.ts")).forget },
  { name: "decay", load: async () => (await import("./commands/decay.ts")).decay },
  { name: "consolidate", load: async () => (await import("./commands/consolidate.ts")).consolidate },
  { name: "import", load: async () => (await import("./commands/import.ts")).importCommand },
  { name: "export", load: async () => (await import("./commands/export.ts")).exportCommand },
  { name: "stats", load: async () => (await import("./commands/stats.ts")).stats },
  { name: "status", load: async () => (await import("./commands/status.ts")).status },
  { name: "log", load: async () => (await import("./commands/log.ts")).log },
  { name: "backup", load: async () => (await import("./commands/backup.ts")).backup },
  { name: "restore", load: async () => (await import("./commands/restore.ts")).restore },
  { name: "compact", load: async () => (await import("./commands/compact.ts")).compact },
  { name: "verify", load: async () => (await import("./commands/verify.ts")).verify },
  { name: "doctor", load: async () => (await import("./commands/doctor.ts")).doctor },
  { name: "reindex", load: async () => (await import("./commands/reindex.ts")).reindex },
  { name: "help", load: () => Promise.resolve(createHelp(COMMANDS)) },
];
