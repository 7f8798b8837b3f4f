import { expect, test } from "vitest";
import { openHttpEmbedder, type HttpEmbedderOptions } from "../../../../src/embedders/http/http-embedder.ts";
import { embeddingsServer, sendJson, status, type Misbehaviour } from "../../../support/embeddings-server.ts";

const quick = { model: "tiny", backOff: { firstMs: 1, maxMs: 2000 }, random: () => 0 };

async function connect(options: Partial<HttpEmbedderOptions> = {}) {
  const server = await embeddingsServer();
  const embedder = await openHttpEmbedder({ ...quick, url: server.url, dimensions: 3, ...options });
  return { server, embedder };
}

test("texts go out in batches with the key, vectors come back in order", async () => {
  const { server, embedder } = await connect({ batchTexts: 2, apiKey: "sesame" });
  const vectors = await embedder.embed(["a", "bbb", "cc"]);
  expect(vectors.map((vector) => [...vector])).toEqual([
    [1, 1, 0],
    [3, 1, 0],
    [2, 1, 0],
  ]);
  expect(server.requests.map(({ body }) => body.input)).toEqual([["a", "bbb"], ["cc"]]);
  expect(server.requests[0]).toMatchObject({ path: "/v1/embeddings", authorization: "Bearer sesame" });
  expect(server.requests[0]!.body).toEqual({ model: "tiny", input: ["a", "bbb"], encoding_format: "float" });
  expect([embedder.name, embedder.dimensions]).toEqual(["http/tiny", 3]);
});

test("without dimensions the service is asked once; with them nothing is sent ahead", async () => {
  const { server } = await connect();
  expect(server.requests).toHaveLength(0);
  const embedder = await openHttpEmbedder({ ...quick, url: `${server.url}/` });
  expect([embedder.dimensions, server.requests.length]).toEqual([3, 1]);
});

test("a service may shorten its vectors; then they have another name", async () => {
  const { server, embedder } = await connect({ dimensions: 2, shortening: "ask" });
  expect((await embedder.embed(["a"]))[0]).toHaveLength(2);
  expect([server.requests[0]!.body.dimensions, embedder.name]).toEqual([2, "http/tiny/2"]);
});

test.each([429, 500, 502, 503, 504, 408])("after a %i it tries again", async (code) => {
  const { server, embedder } = await connect();
  server.misbehaviours.push(status(code), status(code));
  expect(await embedder.embed(["a"])).toHaveLength(1);
  expect(server.requests).toHaveLength(3);
});

test.each([400, 401, 403, 404, 413, 422, 501])("a %i is final", async (code) => {
  const { server, embedder } = await connect({ apiKey: "sesame" });
  server.misbehaviours.push(status(code));
  const failure = (await embedder.embed(["secret text"]).catch((error: unknown) => error)) as Error;
  expect(failure).toMatchObject({ code: "INDEX_EMBEDDER_FAILED", cause: { status: code } });
  expect(failure.message).toContain(`answered ${code} for model "tiny"`);
  for (const word of ["secret", "sesame", "own words"]) expect(failure.message).not.toContain(word);
  expect(server.requests).toHaveLength(1);
});

test("it waits as long as the service asks, in seconds or until a date", async () => {
  const { server, embedder } = await connect();
  const date = new Date(Date.now() + 1500).toUTCString();
  server.misbehaviours.push(status(429, { "retry-after": "1" }), status(503, { "retry-after": date }));
  const started = performance.now();
  await embedder.embed(["a"]);
  expect(performance.now() - started).toBeGreaterThan(990);
  expect(server.requests).toHaveLength(3);
});

test("a wait that is too long is told at once", async () => {
  const { server, embedder } = await connect();
  server.misbehaviours.push(status(429, { "retry-after": "3600" }));
  await expect(embedder.embed(["a"])).rejects.toMatchObject({ cause: { retryAfterMs: 3_600_000 } });
});

test("after the last try it gives up", async () => {
  const { server, embedder } = await connect({ tries: 3 });
  server.misbehaviours.push(...Array.from({ length: 9 }, () => status(500)));
  await expect(embedder.embed(["a"])).rejects.toThrow(/answered 500/);
  expect(server.requests).toHaveLength(3);
});

test("a service that hangs, before or within its answer, is given up after the time-out", async () => {
  const { server, embedder } = await connect({ tries: 2, timeoutMs: 50 });
  const halfAnswer: Misbehaviour = (response) => response.writeHead(200).write('{"data":[');
  server.misbehaviours.push(() => undefined, halfAnswer);
  await expect(embedder.embed(["a"])).rejects.toThrow(/did not answer within 50 ms/);
  expect(server.requests).toHaveLength(2);
});

const GARBAGE: Record<string, Misbehaviour> = {
  "no JSON": (response) => response.writeHead(200).end("<html>"),
  "no data": (response) => sendJson(response, null),
  "too few embeddings": (response) => sendJson(response, { data: [] }),
  "text for numbers": (response) => sendJson(response, { data: [{ index: 0, embedding: ["x"] }] }),
  "an empty embedding": (response) => sendJson(response, { data: [{ index: 0, embedding: [] }] }),
  "another index": (response) => sendJson(response, { data: [{ index: 5, embedding: [1] }] }),
  "a broken connection": (response) => response.destroy(),
};

test.each(Object.entries(GARBAGE))("an answer with %s is tried again, then told", async (_, garbage) => {
  const { server, embedder } = await connect({ tries: 2 });
  server.misbehaviours.push(garbage);
  expect(await embedder.embed(["a"])).toHaveLength(1);
  server.misbehaviours.push(garbage, garbage);
  await expect(embedder.embed(["a"])).rejects.toMatchObject({ code: "INDEX_EMBEDDER_FAILED" });
});

test("a redirection is not followed: texts go nowhere else", async () => {
  const { server, embedder } = await connect({ tries: 1 });
  const elsewhere = await embeddingsServer();
  server.misbehaviours.push(status(307, { location: elsewhere.url }));
  await expect(embedder.embed(["a"])).rejects.toMatchObject({ code: "INDEX_EMBEDDER_FAILED" });
  expect(elsewhere.requests).toHaveLength(0);
});

test("nobody there is an error that names the host", async () => {
  const embedder = await openHttpEmbedder({ ...quick, url: "http://127.0.0.1:9/v1", dimensions: 3, tries: 2 });
  await expect(embedder.embed(["a"])).rejects.toThrow(/127\.0\.0\.1:9 cannot be reached/);
});

test("an abort ends a request and a wait between tries with its reason", async () => {
  const { server, embedder } = await connect({ backOff: { firstMs: 60_000, maxMs: 60_000 } });
  for (const misbehaviour of [() => undefined, status(500)] satisfies Misbehaviour[]) {
    const controller = new AbortController();
    server.misbehaviours.push(misbehaviour);
    const embedding = embedder.embed(["a"], { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(embedding).rejects.toThrow("enough");
  }
});

test("addresses that are none, or hold a password, are refused", async () => {
  for (const url of ["nonsense", "ftp://host/v1", "http://me:secret@host/v1"])
    await expect(openHttpEmbedder({ ...quick, url })).rejects.toThrow(TypeError);
});
