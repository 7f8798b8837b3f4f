#!/usr/bin/env node
/** The `vidmem` program: wires the process to the command line. */
import { createProcessIo } from "./process-io.ts";
import { runCli } from "./run.ts";

const { io, release } = createProcessIo();
process.exitCode = await runCli(process.argv.slice(2), io);
release();
