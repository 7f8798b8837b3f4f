/** A server on the loopback that speaks OpenAI's embeddings API and can be told to misbehave. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SeenRequest {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly input: string[]; readonly dimensions?: number };
}

/** Answers one request in a way of its own. */
export type Misbehaviour = (response: ServerResponse, seen: SeenRequest) => void;

export interface EmbeddingsServer {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** What the next requests get instead of vectors, in order. */
  readonly misbehaviours: Misbehaviour[];
}

/** Each vector is [length of the text, 1, 0], or as long as was asked for. Closed when the test ends. */
export async function embeddingsServer(): Promise<EmbeddingsServer> {
  const requests: SeenRequest[] = [];
  const misbehaviours: Misbehaviour[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const seen = { path: request.url, authorization: request.headers.authorization, body };
      requests.push(seen);
      (misbehaviours.shift() ?? answerVectors)(response, seen);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests, misbehaviours };
}

/** The vectors in reverse order: the API promises none. */
const answerVectors: Misbehaviour = (response, { body }) => {
  const vectorOf = (text: string): number[] => [text.length, 1, 0].slice(0, body.dimensions ?? 3);
  const data = body.input.map((text, index) => ({ object: "embedding", index, embedding: vectorOf(text) }));
  sendJson(response, { object: "list", data: data.toReversed(), model: body.model });
};

export function sendJson(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
}

export const status =
  (code: number, headers: Record<string, string> = {}): Misbehaviour =>
  (response) =>
    response.writeHead(code, headers).end("the server's own words");

async function readBody(request: IncomingMessage): Promise<SeenRequest["body"]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as SeenRequest["body"];
}
