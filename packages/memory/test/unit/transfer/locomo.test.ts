import { expect, test } from "vitest";
import { fromLocomo, isLocomo } from "../../../src/transfer/locomo.ts";

const DATE = "1:56 pm on 8 May, 2023";
const TURN = { speaker: "Ada", dia_id: "D1:1", text: "Hi!" };

function sample(conversation: Record<string, unknown>, sampleId: unknown = "conv-1"): object {
  return { sample_id: sampleId, conversation };
}

test("a turn becomes a memory with its place and its time", () => {
  const turns = [
    ...fromLocomo([sample({ session_1: [TURN, { ...TURN, dia_id: "D1:2" }], session_1_date_time: DATE })]),
  ];
  expect(turns[1]).toEqual({
    namespace: "conv-1",
    session: "conv-1/1",
    timestamp: Date.UTC(2023, 4, 8, 13, 56, 1),
    content: "Hi!",
    speaker: "Ada",
    metadata: { sourceId: "D1:2" },
  });
});

test("sessions come by number, not by name", () => {
  const turns = [
    ...fromLocomo(
      sample({
        session_10: [TURN],
        session_10_date_time: DATE,
        session_2: [TURN],
        session_2_date_time: DATE,
        session_3_date_time: DATE,
      }),
    ),
  ];
  expect(turns.map(({ session }) => session)).toEqual(["conv-1/2", "conv-1/10"]);
});

test("what a picture shows is part of what was said", () => {
  const [turn, silent] = fromLocomo(
    sample({
      session_1: [
        { ...TURN, blip_caption: "a cat" },
        { speaker: "Ada", blip_caption: "a dog" },
      ],
      session_1_date_time: DATE,
    }),
  );
  expect(turn?.content).toBe("Hi! [photo: a cat]");
  expect(silent?.content).toBe("[photo: a dog]");
});

test("a turn without speaker, id or text has none", () => {
  const [turn] = fromLocomo(sample({ session_1: [{}], session_1_date_time: DATE }));
  expect(turn).toMatchObject({ content: "", metadata: {} });
  expect(turn).not.toHaveProperty("speaker");
});

test.each([
  ["12:05 am on 1 January, 2024", Date.UTC(2024, 0, 1, 0, 5)],
  ["12:05 PM on 29 february, 2024", Date.UTC(2024, 1, 29, 12, 5)],
])("%s is read as UTC", (text, ms) => {
  const [turn] = fromLocomo(sample({ session_1: [TURN], session_1_date_time: ` ${text} ` }));
  expect(turn?.timestamp).toBe(ms);
});

test.each<[string, unknown]>([
  ["an empty list", []],
  ["a number", 5],
  ["memories", [{ content: "x" }]],
  ["no sample_id", [{ conversation: {} }]],
  ["a sample_id that is a number", [sample({}, 5)]],
  ["a conversation that is a list", [{ sample_id: "a", conversation: [] }]],
  ["a session that is a text", [sample({ session_1: "hello", session_1_date_time: DATE })]],
  ["a turn that is a text", [sample({ session_1: ["hello"], session_1_date_time: DATE })]],
  ["a session without a date", [sample({ session_1: [TURN] })]],
  ["a date in another form", [sample({ session_1: [TURN], session_1_date_time: "2023-05-08" })]],
  ["a month that is none", [sample({ session_1: [TURN], session_1_date_time: "1:56 pm on 8 Brumaire, 2023" })]],
])("%s is no LoCoMo file", (_, value) => {
  expect(() => [...fromLocomo(value)]).toThrow(expect.objectContaining({ code: "MEMORY_IMPORT_FORMAT" }));
});

test("a file is LoCoMo when every sample has a conversation", () => {
  expect(isLocomo(sample({}))).toBe(true);
  expect(isLocomo([sample({}), { content: "x" }])).toBe(false);
  expect(isLocomo({ content: "x", conversation: {} })).toBe(false);
});
