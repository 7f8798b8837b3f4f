/** Every command, in the order in which help shows them. */
import type { Command } from "./command.ts";
import { backup } from "./commands/backup.ts";
import { compact } from "./commands/compact.ts";
import { consolidate } from "./commands/consolidate.ts";
import { decay } from "./commands/decay.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { exportCommand } from "./commands/export.ts";
import { forget } from "./commands/forget.ts";
import { get } from "./commands/get.ts";
import { createHelp } from "./commands/help.ts";
import { importCommand } from "./commands/import.ts";
import { init } from "./commands/init.ts";
import { list } from "./commands/list.ts";
import { log } from "./commands/log.ts";
import { restore } from "./commands/restore.ts";
import { save } from "./commands/save.ts";
import { search } from "./commands/search.ts";
import { similar } from "./commands/similar.ts";
import { stats } from "./commands/stats.ts";
import { status } from "./commands/status.ts";
import { timeline } from "./commands/timeline.ts";
import { update } from "./commands/update.ts";
import { verify } from "./commands/verify.ts";

export const COMMANDS: readonly Command[] = [
  demo,
  init,
  save,
  search,
  similar,
  get,
  list,
  timeline,
  update,
  forget,
  decay,
  consolidate,
  importCommand,
  exportCommand,
  stats,
  status,
  log,
  backup,
  restore,
  compact,
  verify,
  doctor,
  createHelp(() => COMMANDS),
];
