/** One request of OpenAI's embeddings API. What comes back is not trusted: its size, shape and numbers are checked. */
import { HttpFailure } from "./http-failure.ts";

/** One request. */
export interface EmbeddingsRequest {
  readonly url: URL;
  readonly model: string;
  readonly texts: readonly string[];
  /** Asks the service to shorten its vectors. */
  readonly dimensions: number | undefined;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal | undefined;
}

/** More than 64 vectors of 4,096 numbers take. */
const MAX_ANSWER_BYTES = 64 * 2 ** 20;
/** Statuses that may pass: time-out, too early, too many requests; and every 5xx but "not implemented". */
const TRANSIENT = new Set([408, 425, 429]);
const NOT_IMPLEMENTED = 501;

/** One vector per text, in order. @throws HttpFailure; the signal's reason. */
export async function requestEmbeddings(request: EmbeddingsRequest): Promise<Float32Array[]> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  try {
    const response = await send(request, signal);
    return toVectors(await readJson(response), request.texts.length);
  } catch (cause) {
    request.signal?.throwIfAborted();
    if (cause instanceof HttpFailure) throw cause;
    const why = timeout.aborted ? `did not answer within ${request.timeoutMs} ms` : "cannot be reached";
    throw new HttpFailure(`${request.url.origin} ${why}`, { isTransient: true, cause });
  }
}

async function send(request: EmbeddingsRequest, signal: AbortSignal): Promise<Response> {
  const { url, model, texts, dimensions, apiKey, fetch } = request;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({
      model,
      input: texts,
      encoding_format: "float",
      ...(dimensions === undefined ? {} : { dimensions }),
    }),
    // Texts go to the service that was named, and nowhere else.
    redirect: "error",
    signal,
  });
  if (response.ok) return response;
  await response.body?.cancel();
  const { status } = response;
  throw new HttpFailure(`${url.origin} answered ${status} for model "${model}"`, {
    status,
    isTransient: TRANSIENT.has(status) || (status >= 500 && status !== NOT_IMPLEMENTED),
    retryAfterMs: toRetryAfterMs(response.headers.get("retry-after")),
  });
}

/** Seconds or a date. Source: RFC 9110 §10.2.3. */
function toRetryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_ANSWER_BYTES) throw garbage("is larger than 64 MiB");
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw garbage("is no JSON");
  }
}

/** The vectors by their `index`: the API does not promise an order. */
function toVectors(answer: unknown, count: number): Float32Array[] {
  const data = (answer as { readonly data?: unknown } | null)?.data;
  if (!Array.isArray(data) || data.length !== count) throw garbage(`does not hold ${count} embeddings`);
  const vectors = new Map<number, Float32Array>();
  for (const [at, item] of data.entries()) {
    const { embedding, index = at } = (item ?? {}) as { readonly embedding?: unknown; readonly index?: number };
    if (!Array.isArray(embedding) || embedding.length === 0)
      throw garbage("holds an embedding that is no list of numbers");
    if (!embedding.every((value) => Number.isFinite(value)))
      throw garbage("holds an embedding with something else than numbers");
    vectors.set(index, Float32Array.from(embedding as number[]));
  }
  return Array.from({ length: count }, (_, at) => {
    const vector = vectors.get(at);
    if (vector === undefined) throw garbage(`lacks the embedding of text ${at}`);
    return vector;
  });
}

/** An answer that was cut off or comes from something in between: it may be right next time. */
function garbage(what: string): HttpFailure {
  return new HttpFailure(`The service's answer ${what}`, { isTransient: true });
}
