/** Optional models: packages that vidmem does not install, loaded when the first text comes. */
import { isVidmemError } from "@vidmem/frames";
import { IndexError } from "../errors.ts";

/** How to load a model, and how to say that it is not there. */
export interface OptionalModel<Model> {
  readonly load: () => Promise<Model>;
  /** The embedder's name, for messages. */
  readonly name: string;
  /** What to install, as npm takes it. */
  readonly packages: string;
}

/** @returns a function that loads the model once; after a failure the next call tries again. */
export function optionalModel<Model>(options: OptionalModel<Model>): () => Promise<Model> {
  let loading: Promise<Model> | undefined;
  return () => {
    loading ??= options.load().catch((cause: unknown) => {
      loading = undefined;
      throw missingError(options, cause);
    });
    return loading;
  };
}

function missingError({ name, packages }: OptionalModel<unknown>, cause: unknown): Error {
  if (isVidmemError(cause)) return cause;
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND";
  const message = isMissing
    ? `The embedder "${name}" needs packages that are not installed: npm install ${packages}`
    : `The model of the embedder "${name}" could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new IndexError("INDEX_EMBEDDER_MISSING", message, { details: { embedder: name, packages }, cause });
}
