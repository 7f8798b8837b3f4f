/** The machine line that stands beside every number. */
import { cpus, totalmem } from "node:os";

export function machineLine(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  const date = new Date().toISOString().slice(0, 10);
  return `${date} · Node ${process.version} · ${cpus().length} × ${cpu?.model.trim() ?? "unknown"} · ${gib} GiB`;
}
