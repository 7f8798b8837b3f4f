/**
 * Vectors by HTTP: any service that speaks OpenAI's embeddings API: Ollama, LM Studio, vLLM, OpenAI itself.
 * Texts are sent to the service that the caller names, and to no other. Keys are given by the caller; nothing here reads
 * the environment. Source: OpenAI API reference, "Create embeddings".
 */
import type { BackOff } from "../back-off.ts";
import { embedderFailed } from "../embed-checked.ts";
import type { Embedder } from "../embedder.ts";
import { requestEmbeddings } from "./embeddings-request.ts";
import { withRetries } from "./with-retries.ts";

/** Which service to ask, and how patiently. */
export interface HttpEmbedderOptions {
  /** Base of the API, such as `http://127.0.0.1:11434/v1`; `/embeddings` is added. */
  readonly url: string;
  readonly model: string;
  /** Length of its vectors. Default: the service is asked once when the embedder is opened. */
  readonly dimensions?: number | undefined;
  /** "ask" has the service shorten its vectors to `dimensions`, where the model can. Default "as-is". */
  readonly shortening?: "as-is" | "ask" | undefined;
  /** Sent as a bearer token; it appears in no message. */
  readonly apiKey?: string | undefined;
  /** For one request, its answer included. Default 30,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Tries for one request, default 4. Refusals (400, 401, 404, …) are not tried again. */
  readonly tries?: number | undefined;
  /** Between tries, unless the service says how long. Default 500 ms doubling to 30 s; it is also the longest wait that a service may ask for. */
  readonly backOff?: BackOff | undefined;
  /** Texts in a request, default 64. */
  readonly batchTexts?: number | undefined;
  /** Effects, for tests. Defaults: fetch, Math.random. */
  readonly fetch?: typeof fetch | undefined;
  readonly random?: (() => number) | undefined;
}

const TIMEOUT_MS = 30_000;
const TRIES = 4;
const BACK_OFF: BackOff = { firstMs: 500, maxMs: 30_000 };
const BATCH_TEXTS = 64;

/**
 * Opens an embedder. With `dimensions` nothing is sent before the first text.
 * @throws TypeError for a URL that is none; IndexError INDEX_EMBEDDER_FAILED when the dimensions had to be asked for in vain.
 */
export async function openHttpEmbedder(options: HttpEmbedderOptions, signal?: AbortSignal): Promise<Embedder> {
  const url = toEndpoint(options.url);
  const { model, tries = TRIES, backOff = BACK_OFF, batchTexts = BATCH_TEXTS, random = Math.random } = options;
  const name = `http/${model}`;
  const askedDimensions = options.shortening === "ask" ? options.dimensions : undefined;

  async function embedBatch(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const request = {
      url,
      model,
      texts,
      dimensions: askedDimensions,
      apiKey: options.apiKey,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      fetch: options.fetch ?? fetch,
      signal,
    };
    try {
      return await withRetries(() => requestEmbeddings(request), { tries, backOff, random, signal });
    } catch (cause) {
      signal?.throwIfAborted();
      throw embedderFailed(name, `failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
  }

  const [probe] = options.dimensions === undefined ? await embedBatch(["dimensions"], signal) : [];
  const dimensions = options.dimensions ?? probe!.length;
  const embedder: Embedder = {
    name: askedDimensions === undefined ? name : `${name}/${askedDimensions}`,
    dimensions,
    async embed(texts, { signal } = {}) {
      const vectors: Float32Array[] = [];
      for (let first = 0; first < texts.length; first += batchTexts)
        vectors.push(...(await embedBatch(texts.slice(first, first + batchTexts), signal)));
      return vectors;
    },
  };
  return embedder;
}

function toEndpoint(base: string): URL {
  const url = new URL(base);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new TypeError("url must begin with http:// or https://");
  if (url.username !== "" || url.password !== "") throw new TypeError("url must hold no password: use apiKey");
  if (!url.pathname.endsWith("/embeddings")) url.pathname = `${url.pathname.replace(/\/+$/, "")}/embeddings`;
  return url;
}
