/** Setting: what every measurement of the text index takes, and how it answers. */
import type { Answer } from "../../frames/question.ts";

export interface Setting {
  /** Our store, loaded by the first measurement. */
  readonly storeDir: string;
  /** The rival's. */
  readonly rivalDir: string;
  readonly hasRival: boolean;
  readonly textsFile: string;
  readonly questionsFile: string;
  readonly memories: number;
  readonly textBytes: number;
  /** Questions of each kind, and how many of them the rival is asked too. */
  readonly questions: number;
  readonly rivalQuestions: number;
}

export type Measurement = (setting: Setting) => Promise<Answer>;

/** Bars that are stated for a million memories hold for that many only. */
export function isFullSize({ memories }: Setting): boolean {
  return memories >= 1_000_000;
}
