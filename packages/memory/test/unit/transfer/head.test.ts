import { expect, test } from "vitest";
import { isOneValue, peek } from "../../../src/transfer/head.ts";
import { bytesOf, toArray } from "../../support/stores.ts";

test.each([
  ["[1", true],
  [' \n[{"content":"x"}]', true],
  ['{"sample_id":"a","conversation":{}}', true],
  ['{"conversation": {"session_1"', true],
  ['{"memories":[{"content":"x"}]}', true],
  ['{"memories": [', true],
  ['{"content":"x"}\n', false],
  ['{"content":{"content":"x"}}\n', false],
  ['{"content":"\\"conversation\\": {', false],
  ["words", false],
  ["", false],
])("%j: one value? %j", (head, expected) => {
  expect(isOneValue(head)).toBe(expected);
});

test("what was looked at is not lost, whatever the sizes of the chunks", async () => {
  const text = '{"content":"one"}\n{"content":"two"}\n';
  for (const size of [1, 5, 100]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
      bytesOf(text.slice(n * size, n * size + size)),
    );
    const { head, all } = await peek(chunks);
    expect(head.startsWith('{"content":"one"}')).toBe(true);
    expect(Buffer.concat(await toArray(all)).toString()).toBe(text);
  }
});

test("a source that nobody reads to its end is closed", async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield bytesOf('{"content":"x"}\n');
    } finally {
      isClosed = true;
    }
  }
  const { all } = await peek(source());
  for await (const _ of all) break;
  expect(isClosed).toBe(true);
});
