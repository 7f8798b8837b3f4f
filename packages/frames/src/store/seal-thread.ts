/** The thread of a frame log that seals: does the jobs that it is sent, one after the other. Its other end: seal-runner.ts. */
import { parentPort } from "node:worker_threads";
import { nodeDisk } from "../disk/node-disk.ts";
import { packError, type PackedError } from "./error-transfer.ts";
import { runSealJob, type SealJob } from "./seal-job.ts";

/** A job in the store of a folder. */
export interface SealRequest {
  readonly dir: string;
  readonly job: SealJob;
}

/** What became of it. */
export interface SealAnswer {
  /** Absent when it is done. */
  readonly failure?: PackedError | undefined;
}

const disk = nodeDisk();

parentPort?.on("message", ({ dir, job }: SealRequest) => {
  runSealJob(job, { disk, dir }).then(
    () => parentPort?.postMessage({} satisfies SealAnswer),
    (error: unknown) => parentPort?.postMessage({ failure: packError(error) } satisfies SealAnswer),
  );
});
