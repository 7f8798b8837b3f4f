import { expect, test } from "vitest";
import { embedChecked } from "../../../src/embedders/embed-checked.ts";
import { scriptedEmbedder } from "../../support/scripted-embedder.ts";

test("vectors of the promised number and length pass", async () => {
  expect(await embedChecked(scriptedEmbedder(), ["a", "bb"])).toHaveLength(2);
});

test("too few vectors and wrong lengths are errors that name the embedder and hold no text", async () => {
  const few = { ...scriptedEmbedder(), embed: async () => [Float32Array.of(1, 1)] };
  await expect(embedChecked(few, ["secret", "b"])).rejects.toMatchObject({
    code: "INDEX_EMBEDDER_FAILED",
    message: expect.stringMatching(/"scripted" gave 1 vectors for 2 texts/),
  });
  const short = { ...scriptedEmbedder(), embed: async () => [Float32Array.of(1)] };
  await expect(embedChecked(short, ["a"])).rejects.toMatchObject({ code: "INDEX_DIMENSION_MISMATCH" });
});

test("a failure keeps its cause; a coded one passes; an abort gives its reason", async () => {
  const embedder = scriptedEmbedder();
  const cause = new Error("down");
  embedder.onCall = () => {
    throw cause;
  };
  const failure = await embedChecked(embedder, ["a"]).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "INDEX_EMBEDDER_FAILED", cause });
  embedder.onCall = () => {
    throw failure as Error;
  };
  await expect(embedChecked(embedder, ["a"])).rejects.toBe(failure);
  const reason = new Error("enough");
  await expect(embedChecked(embedder, ["a"], AbortSignal.abort(reason))).rejects.toBe(reason);
});
