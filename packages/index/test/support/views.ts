/**
 * Random histories for the tests of views: documents in sessions and loose, corrected and forgotten ones among them, cut into sections as
 * builds would cut them. Beside the view stands what is known of each document, so that a test can answer its question the long way.
 */
import * as fc from "fast-check";
import type { BatchDocument } from "../../src/segment/document-batch.ts";
import { createView, numberSections } from "../../src/view/create-view.ts";
import type { PlacedSection, View } from "../../src/view/view.ts";
import { aDocument } from "../documents.ts";
import { aSection } from "./segments.ts";

/** A document, and when it stopped to count, if it did. */
export interface KnownDocument extends BatchDocument {
  readonly turn: number;
  readonly endedAt: number | undefined;
}

export interface History {
  readonly view: View;
  /** Of the sections in the view; by reference, ascending. */
  readonly documents: readonly KnownDocument[];
  readonly isLive: (document: KnownDocument) => boolean;
}

const SECOND_MS = 1_000;
/** Long ones take several units, of 32 documents each. */
const MOST_DOCUMENTS = 150;

const someStep = fc.record({
  session: fc.constantFrom("s1", "s1", "s1", "s2", "s3", undefined),
  speaker: fc.constantFrom("Ada", "Ben", undefined),
  type: fc.constantFrom("episodic", "semantic", "working"),
  tags: fc.subarray(["red", "green", "blue"]),
  importance: fc.constantFrom(0, 0.25, 0.5, 0.7, 1),
  daysAgo: fc.integer({ min: 0, max: 5 }),
  words: fc.integer({ min: 1, max: 9 }),
  /** Of ten: 0 corrects an earlier document, 1 forgets one. */
  what: fc.integer({ min: 0, max: 9 }),
  which: fc.nat(),
  /** Of thirty: 0 begins a section. */
  cut: fc.integer({ min: 0, max: 29 }),
});

/** Every document was saved a second after the one before; `asOf` is the present, or one of these seconds. */
export const someHistory: fc.Arbitrary<History> = fc
  .record({
    steps: fc.array(someStep, { minLength: 1, maxLength: MOST_DOCUMENTS, size: "max" }),
    asOf: fc.option(fc.integer({ min: 0, max: MOST_DOCUMENTS }), { nil: undefined }),
    inFiles: fc.nat(3),
    /** Nothing is corrected or forgotten, and all lies in one section. */
    isCalm: fc.constantFrom(true, false, false),
  })
  .map(({ steps, asOf, inFiles, isCalm }) =>
    toHistory(isCalm ? steps.map((step) => ({ ...step, what: 9, cut: 9 })) : steps, {
      asOf: asOf === undefined ? undefined : asOf * SECOND_MS,
      inFiles,
    }),
  );

type Step = typeof someStep extends fc.Arbitrary<infer One> ? One : never;

function toHistory(
  steps: readonly Step[],
  { asOf, inFiles }: { readonly asOf: number | undefined; readonly inFiles: number },
): History {
  const documents: { document: KnownDocument; section: number }[] = [];
  let section = 0;
  for (const [at, step] of steps.entries()) {
    const ref = at + 1;
    const savedAt = ref * SECOND_MS;
    if (step.cut === 0) section++;
    const current = documents.filter(({ document }) => document.endedAt === undefined);
    const ended = step.what <= 1 && current.length > 0 ? current[step.which % current.length] : undefined;
    if (ended !== undefined) ended.document = { ...ended.document, endedAt: savedAt };
    if (ended !== undefined && step.what === 1) continue;
    const { speaker, type, tags, importance } = step;
    const text = Array.from({ length: step.words }, (_, word) => `word${(at * 7 + word) % 20}`).join(" ");
    const session = ended === undefined ? step.session : ended.document.session;
    const timestamp = savedAt - step.daysAgo * 10 * SECOND_MS;
    const turn = ended === undefined ? ref : ended.document.turn;
    const fields = { session, speaker, type, tags, importance, timestamp, savedAt };
    documents.push({ document: { ...aDocument(ref, text, fields), turn, endedAt: undefined }, section });
  }
  const groups = Array.from({ length: section + 1 }, (_, number) =>
    documents.filter((one) => one.section === number).map(({ document }) => document),
  ).filter((group) => group.length > 0);
  const sections = groups.map((group) =>
    aSection(
      group,
      group.flatMap(({ ref, endedAt }) => (endedAt === undefined ? [] : [[ref, endedAt] as const])),
    ),
  );
  const view = createView(numberSections(sections.slice(0, inFiles)), sections.slice(inFiles), asOf);
  const kept = new Set(view.sections.map((placed) => placed.section));
  return {
    view,
    documents: groups.flatMap((group, at) => (kept.has(sections[at]!) ? group : [])),
    isLive: ({ savedAt, endedAt }) =>
      asOf === undefined ? endedAt === undefined : savedAt <= asOf && (endedAt === undefined || endedAt > asOf),
  };
}

/** The sections of a view with the numbers of their units in it. */
export function unitsOf(view: View): { placed: PlacedSection; unit: number }[] {
  return view.sections.flatMap((placed) =>
    Array.from({ length: placed.section.units }, (_, unit) => ({ placed, unit: placed.unitBase + unit })),
  );
}

/** References of the documents of a unit, by place. */
export function refsOfUnit({ placed, unit }: { readonly placed: PlacedSection; readonly unit: number }): number[] {
  return [...placed.section.readBlock(unit - placed.unitBase).ref];
}
