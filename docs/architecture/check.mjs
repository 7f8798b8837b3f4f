/** `pnpm check [gate …] [--but gate]`: every gate in order (or those that are named), each named and timed; it stops at the first that fails. */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const GATES = [
  ["format", "oxfmt", "--check", "."],
  ["lint", "oxlint", "--type-aware", "--deny-warnings"],
  ["types", "tsc", "-b"],
  ["test types", "tsc", "-p", "tsconfig.test.json"],
  ["layers", "depcruise", "--config", ".dependency-cruiser.mjs", "packages", "apps", "benchmarks"],
  ["workspace", "sherif", "--fail-on-warnings"],
  ["dead code", "knip"],
  ["doors", "turbo", "run", "doors", "--output-logs=errors-only"],
  ["tests", "vitest", "run"],
];

const env = { ...process.env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };
const { values, positionals: only } = parseArgs({
  options: { but: { type: "string", multiple: true, default: [] } },
  allowPositionals: true,
});
for (const [name, command, ...args] of GATES) {
  if (values.but.includes(name) || (only.length > 0 && !only.includes(name))) continue;
  const started = Date.now();
  process.stderr.write(`check: ${name}\n`);
  const { status, error } = spawnSync("pnpm", ["exec", command, ...args], { stdio: "inherit", env });
  if (status !== 0) {
    process.stderr.write(`check: ${name} failed${error ? `: ${error.message}` : ""}\n`);
    process.exit(1);
  }
  process.stderr.write(`check: ${name} ok, ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
