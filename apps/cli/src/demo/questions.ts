/** The questions of the tour, with the turns that answer them. */
import { readFile } from "node:fs/promises";
import { samplePath } from "../package-files.ts";

export interface DemoQuestion {
  readonly question: string;
  readonly answer: string;
  /** `metadata.sourceId` of the turns that answer it. */
  readonly turns: readonly string[];
}

export async function readQuestions(): Promise<readonly DemoQuestion[]> {
  return JSON.parse(await readFile(samplePath("questions.json"), "utf8")) as DemoQuestion[];
}
