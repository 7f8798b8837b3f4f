/** `--embedder`: who makes vectors, what happens when it fails, and how one comes to another. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { run, runJson, temporaryFolder } from "./support/run.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Service {
  readonly url: string;
  readonly keys: (string | undefined)[];
}

/** A service with OpenAI's embeddings API: texts with "bee" are near each other, the others too. */
async function startService(status = 200): Promise<Service> {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { input } = JSON.parse(body) as { input: string[] };
      const data = input.map((text, index) => ({ index, embedding: /bee|honey/.test(text) ? [1, 0.1] : [0.1, 1] }));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ data }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, keys };
}

const hitsOf = async (...args: string[]): Promise<string[]> => {
  const { value } = await runJson<{ hits: { content: string }[] }>(["search", ...args]);
  return value.hits.map(({ content }) => content);
};

describe("an embedder that works", () => {
  test("finds by meaning what was saved with it, and its key comes from the environment", async () => {
    const dir = temporaryFolder();
    const { url, keys } = await startService();
    const embedder = `${url}#tiny`;
    const env = { VIDMEM_EMBEDDER: embedder, VIDMEM_EMBEDDER_KEY: "secret-key" };
    await run(["save", "Ada keeps bees.", "--dir", dir], { env });
    await run(["save", "The boiler is old.", "--dir", dir, "--embedder", embedder]);
    expect(await hitsOf("honey", "--mode", "vector", "-n", "1", "--dir", dir, "--embedder", embedder)).toEqual([
      "Ada keeps bees.",
    ]);
    expect(keys).toContain("Bearer secret-key");
    expect(keys).toContain(undefined);
  });

  test("without a network: trigrams, asked for by name", async () => {
    const dir = temporaryFolder();
    const imported = await run(["import", "-", "--dir", dir, "--embedder", "trigram"], {
      stdin: '{"content":"a boiler"}\n{"content":"some bees"}\n',
    });
    expect(imported.code).toBe(0);
    expect(await hitsOf("boilers", "--mode", "vector", "-n", "1", "--dir", dir, "--embedder", "trigram")).toEqual([
      "a boiler",
    ]);
  });
});

describe("an embedder that fails", () => {
  test("costs no save: that is told, and the words find it", async () => {
    const dir = temporaryFolder();
    const { url } = await startService(401);
    const saved = await run(["save", "Ada keeps bees.", "--dir", dir, "--embedder", `${url}#tiny&dimensions=2`]);
    expect(saved.code).toBe(0);
    expect(saved.stderr).toMatch(/warning: 1 memory has no vector yet: .*401/);
    expect(await hitsOf("bees", "--dir", dir)).toEqual(["Ada keeps bees."]);
    const status = await runJson<{ warnings: { code: string }[] }>(["status", "--dir", dir]);
    expect(status.value.warnings.map(({ code }) => code)).toContain("embedder");
  });

  test("costs no save when it cannot even be asked how long its vectors are; a search with it says so", async () => {
    const dir = temporaryFolder();
    const { url } = await startService(401);
    const saved = await run(["save", "Ada keeps bees.", "--dir", dir, "--embedder", `${url}#tiny`]);
    expect(saved.code).toBe(0);
    expect(saved.stderr).toContain("gets its vector later");
    expect((await run(["search", "bees", "--dir", dir, "--embedder", `${url}#tiny`])).code).toBe(3);
  });
});

test("vectors of another embedder are an error that names the way out, and reindex goes it", async () => {
  const dir = temporaryFolder();
  const { url } = await startService();
  await run(["save", "Ada keeps bees.", "--dir", dir, "--embedder", "trigram"]);
  const other = ["--dir", dir, "--embedder", `${url}#tiny`];
  const refused = await run(["save", "more", ...other]);
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("vidmem reindex --embedder");
  const { value } = await runJson(["reindex", ...other]);
  expect(value).toEqual({ embedder: "http/tiny", embedded: 1, waiting: 0, refused: 0 });
  expect(await hitsOf("honey", "--mode", "vector", ...other)).toEqual(["Ada keeps bees."]);
});

test("an embedder that there is not, a service without a model, a length that is none: misuse", async () => {
  const dir = temporaryFolder();
  for (const name of ["word2vec", "http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1#m&dimensions=x", "transformers:"]) {
    const { code, stderr } = await run(["save", "x", "--dir", dir, "--embedder", name]);
    expect([name, code]).toEqual([name, 2]);
    expect(stderr).not.toBe("");
  }
  expect((await run(["reindex", "--dir", dir])).code).toBe(2);
});
