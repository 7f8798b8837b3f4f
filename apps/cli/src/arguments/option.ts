/** Options of commands as data: parsing and help read the same table. */
import { MEMORY_TYPES } from "@vidmem/memory";

interface Option {
  /** What the value is, for help ("N", "TIME"); absent: a flag. */
  readonly value?: string | undefined;
  readonly short?: string | undefined;
  readonly isRepeatable?: boolean | undefined;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, Option>>;

/** Every command has these. */
export const GLOBAL_OPTIONS: OptionTable = {
  dir: { value: "FOLDER", help: "the store; else VIDMEM_DIR, else your data folder" },
  json: { help: "print one JSON value on stdout" },
  help: { short: "h", help: "show this help" },
};

/** Commands that search by meaning, or save what is to be found by it, have this. */
export const EMBEDDER_OPTION: OptionTable = {
  embedder: {
    value: "NAME",
    help: "makes vectors, to find by meaning too: trigram, energetic, transformers[:MODEL], http://HOST/v1#MODEL; else VIDMEM_EMBEDDER",
  },
};

const TYPES = MEMORY_TYPES.join(", ");

/** Which memories: search, list, timeline and export share these. */
export const FILTER_OPTIONS: OptionTable = {
  tag: { value: "TAG", isRepeatable: true, help: "only with this tag; repeat for more, all must match" },
  type: { value: "TYPE", isRepeatable: true, help: `only of this type; repeat for any of several: ${TYPES}` },
  namespace: { value: "NAME", help: "only this namespace" },
  session: { value: "NAME", help: "only this conversation" },
  speaker: { value: "NAME", help: "only what this person said" },
  after: { value: "TIME", help: "from this time on: 2026-11-21 or 2026-11-21T10:30Z" },
  before: { value: "TIME", help: "before this time" },
  "min-importance": { value: "0..1", help: "only this important or more" },
};

/** What a memory carries: save and update share these. */
export const CONTENT_OPTIONS: OptionTable = {
  type: { value: "TYPE", help: TYPES },
  tag: { value: "TAG", isRepeatable: true, help: "a tag; repeat for more" },
  meta: { value: "KEY=VALUE", isRepeatable: true, help: "metadata; numbers, true and false are kept as such" },
  session: { value: "NAME", help: "the conversation it belongs to" },
  speaker: { value: "NAME", help: "who said it" },
  importance: { value: "0..1", help: "how much it matters, 0.5 unless said" },
};
