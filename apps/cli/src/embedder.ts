/**
 * The embedder of a call: `--embedder`, else VIDMEM_EMBEDDER. A key for a service comes from the environment only (VIDMEM_EMBEDDER_KEY), because
 * others see the words of a call.
 */
import { resolve } from "node:path";
import type { Embedder } from "@vidmem/index";
import type { Context } from "./command.ts";
import { misuse } from "./errors.ts";

const FORMS =
  "trigram, energetic, transformers, transformers:<model or folder>, http://<host>/v1#<model>[&dimensions=<n>], or none";
const HTTP = /^https?:\/\//;
const TRANSFORMERS = "transformers:";

/** `undefined` when none is asked for. @throws CliError CLI_MISUSE; IndexError INDEX_EMBEDDER_FAILED for a service that does not answer. */
export async function openEmbedder({ args, io }: Pick<Context, "args" | "io">): Promise<Embedder | undefined> {
  const name = args.text("embedder") ?? io.env["VIDMEM_EMBEDDER"] ?? "none";
  if (name === "none" || name === "") return undefined;
  const rooms = await import("@vidmem/index");
  if (name === "trigram") return rooms.createTrigramEmbedder();
  if (name === "energetic") return rooms.createEnergeticEmbedder();
  if (name === "transformers") return rooms.createTransformersEmbedder();
  if (name.startsWith(TRANSFORMERS)) return rooms.createTransformersEmbedder(toModel(name.slice(TRANSFORMERS.length)));
  if (HTTP.test(name)) return rooms.openHttpEmbedder({ ...toService(name), apiKey: io.env["VIDMEM_EMBEDDER_KEY"] });
  throw misuse(`There is no embedder "${name}". There are: ${FORMS}.`);
}

/** A folder begins as a path does; anything else is a name on the hub. */
function toModel(text: string): { readonly folder: string } | { readonly model: string } {
  if (text === "") throw misuse("Name a model or a folder behind transformers:");
  return /^[./~]/.test(text) ? { folder: resolve(text) } : { model: text };
}

function toService(text: string): { readonly url: string; readonly model: string; readonly dimensions?: number } {
  const [url = "", asked = ""] = text.split("#", 2);
  const [model = "", ...more] = asked.split("&");
  if (model === "") throw misuse(`Name the model behind the address: ${url}#<model>`);
  const given = new URLSearchParams(more.join("&")).get("dimensions");
  if (given === null) return { url, model };
  const dimensions = Number(given);
  if (!Number.isSafeInteger(dimensions) || dimensions < 1) throw misuse("dimensions must be a whole number from 1");
  return { url, model, dimensions };
}
