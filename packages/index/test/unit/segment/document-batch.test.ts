import { expect, test } from "vitest";
import {
  concatBatches,
  createBatchWriter,
  memoryOf,
  takeBackEnds,
  type BatchDocument,
  type DocumentBatch,
} from "../../../src/segment/document-batch.ts";
import { aDocument } from "../../documents.ts";

const DOCUMENTS: readonly BatchDocument[] = Array.from({ length: 50 }, (_, at) =>
  aDocument(1 + at, `text ${"é".repeat(at)}`, {
    namespace: at % 7 === 0 ? "other" : "default",
    session: at % 3 === 0 ? undefined : `s${at % 4}`,
    speaker: at % 2 === 0 ? "Ada" : undefined,
    tags: ["a", "b", "c"].slice(0, at % 4),
    importance: at / 50,
  }),
);

function batchOf(documents: readonly BatchDocument[]): DocumentBatch {
  const writer = createBatchWriter();
  for (const document of documents) writer.add(document);
  return writer.batch();
}

/** What stands in a batch, with names in the place of numbers. */
function contentsOf(batch: DocumentBatch): unknown[] {
  const nameOf = (place: number): string | undefined => batch.names[place];
  return Array.from(batch.ref, (ref, at) => ({
    ref,
    turn: batch.turn[at],
    endedAt: batch.endedAt[at],
    times: [batch.timestamp[at], batch.savedAt[at]],
    importance: batch.importance[at],
    names: [batch.namespace, batch.session, batch.speaker, batch.type].map((column) => nameOf(column[at]!)),
    tags: Array.from(batch.tags.subarray(at === 0 ? 0 : batch.tagEnd[at - 1], batch.tagEnd[at]), nameOf),
    text: Buffer.from(batch.texts.subarray(at === 0 ? 0 : batch.textEnd[at - 1], batch.textEnd[at])).toString(),
  }));
}

test("batches put into one hold what one batch of all documents holds", () => {
  const pieces = [DOCUMENTS.slice(0, 1), DOCUMENTS.slice(1, 30), DOCUMENTS.slice(30)];
  const all = concatBatches(pieces.map(batchOf));
  expect(contentsOf(all)).toEqual(contentsOf(batchOf(DOCUMENTS)));
  expect(contentsOf(all)[4]).toMatchObject({ text: "text éééé", names: ["default", "s0", "Ada", "note"], tags: [] });
});

test("a batch put together has memory of its own, of exactly its size", () => {
  const writer = createBatchWriter();
  for (const document of DOCUMENTS) writer.add(document);
  const all = concatBatches([writer.batch()]);
  writer.end(3, 7);
  expect(all.endedAt[3]).toBe(Number.POSITIVE_INFINITY);
  const sizes = memoryOf(all).map(({ byteLength }) => byteLength);
  const bytes = Object.values(all).reduce(
    (sum: number, part: unknown) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0),
    0,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(bytes);
});

test("ends can be taken back, and only of what is there", () => {
  const writer = createBatchWriter();
  for (const document of DOCUMENTS) writer.add(document);
  for (const place of [0, 1, 2]) writer.end(place, 5);
  const all = concatBatches([writer.batch()]);
  takeBackEnds(all, new Set([2, 999]));
  expect([...all.endedAt.subarray(0, 3)]).toEqual([5, Number.POSITIVE_INFINITY, 5]);
});

test("a text that comes as UTF-8 is taken as it is", () => {
  const utf8 = new TextEncoder().encode("Grüße");
  const [plain, given] = [batchOf([aDocument(1, "Grüße")]), batchOf([aDocument(1, "Grüße", { utf8 })])];
  expect(given.texts).toEqual(plain.texts);
});
