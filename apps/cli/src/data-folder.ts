/** Where the store is when nobody says: the platform's folder for data of programs. */
import { isAbsolute, posix, resolve, win32 } from "node:path";
import { misuse } from "./errors.ts";
import type { Io } from "./io.ts";

/** `--dir`, else VIDMEM_DIR, else the platform's folder; absolute. */
export function resolveDataFolder(named: string | undefined, io: Pick<Io, "env" | "platform" | "homeDir">): string {
  if (named === "") throw misuse("--dir is empty. Name a folder, or leave the option out.");
  return resolve(named ?? nonEmpty(io.env["VIDMEM_DIR"]) ?? platformFolder(io));
}

function platformFolder({ env, platform, homeDir }: Pick<Io, "env" | "platform" | "homeDir">): string {
  if (platform === "win32") {
    return win32.join(nonEmpty(env["LOCALAPPDATA"]) ?? win32.join(homeDir, "AppData", "Local"), "vidmem");
  }
  if (platform === "darwin") return posix.join(homeDir, "Library", "Application Support", "vidmem");
  const xdg = env["XDG_DATA_HOME"];
  // The XDG specification asks programs to ignore a relative path.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : posix.join(homeDir, ".local", "share");
  return posix.join(base, "vidmem");
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
