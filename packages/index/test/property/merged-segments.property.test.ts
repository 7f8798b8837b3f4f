/**
 * Merging against building: segments of any cut, merged in any steps, are byte for byte the segment that is built from all documents.
 * (Where sessions and documents without one are mixed, their order may differ: stored-index.property.test.ts compares the answers.)
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { memorySource } from "../../src/segment/byte-source.ts";
import type { BatchDocument } from "../../src/segment/document-batch.ts";
import { mergeSegments } from "../../src/segment/merge-segments.ts";
import { openSegment, type Segment } from "../../src/segment/segment-file.ts";
import type { Section } from "../../src/segment/section.ts";
import { postingsByTerm, refsOf, segmentBytes } from "../support/segments.ts";

const WORDS = ["tea", "bees", "beekeeper", "beekeepers'", "roof", "grüße", "x", "honey", "honeycomb", "42", "日本"];

interface Drawn {
  readonly words: readonly number[];
  readonly session: number;
  readonly isCorrection: boolean;
  readonly speaker: number;
  readonly namespace: number;
  readonly endedAt: number | undefined;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  words: fc.array(fc.nat(WORDS.length - 1), { maxLength: 12 }),
  session: fc.nat(249),
  isCorrection: fc.boolean(),
  speaker: fc.nat(3),
  namespace: fc.nat(9).map((n) => (n === 0 ? 1 : 0)),
  endedAt: fc.option(fc.nat(1e6), { nil: undefined }),
});

const corpora = fc.tuple(
  fc.array(drawn, { minLength: 1, maxLength: 300, size: "max" }),
  fc.constantFrom(0, 5, 250), // with many sessions, lists have impacts and skips
  fc.array(fc.nat(299), { maxLength: 6 }),
  fc.nat(5),
);

test("segments of any cut, merged in any steps, are the segment of all documents", async () => {
  await fc.assert(
    fc.asyncProperty(corpora, async ([draws, sessions, cuts, firstStep]) => {
      const documents = toDocuments(draws, sessions);
      const ends = toEnds(draws);
      const pieces = cutAt(documents, cuts).map((piece) => segmentBytes(piece, endsOf(piece, ends)));
      const first = pieces.splice(0, firstStep);
      const merged = first.length > 0 ? [await mergeBytes(first), ...pieces] : pieces;
      expect(Buffer.compare(await mergeBytes(merged), segmentBytes(documents, ends))).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test("what is left out leaves the segment of the others", async () => {
  await fc.assert(
    fc.asyncProperty(corpora, fc.nat(6), async ([draws, sessions, cuts], every) => {
      const documents = toDocuments(draws, sessions);
      const isErased = ({ ref }: BatchDocument): boolean => ref % 7 === every;
      const pieces = cutAt(documents, cuts).map((piece) => segmentBytes(piece));
      const merged = await mergeBytes(pieces, new Set(documents.filter(isErased).map(({ ref }) => ref)));
      const left = documents.filter((document) => !isErased(document));
      const built = openSegment(memorySource(segmentBytes(left)));
      const namespaces = built.namespaces.filter((namespace) => left.some((one) => one.namespace === namespace));
      for (const namespace of namespaces) {
        const [ours, theirs] = [openSegment(memorySource(merged)), built].map((one) => one.section(namespace)!);
        expect(postingsOf(ours!)).toEqual(postingsOf(theirs!));
      }
    }),
    { numRuns: 60 },
  );
});

/** By term: references and frequencies, in order of reference. (Sessions that lost their first turn may lie in other places.) */
function postingsOf(section: Section): Record<string, [ref: number, frequency: number][]> {
  const refs = refsOf(section);
  const byTerm = Object.entries(postingsByTerm(section)).map(([term, postings]) => {
    const byRef = postings.map(([document, frequency]): [number, number] => [refs[document]!, frequency]);
    return [term, byRef.toSorted(([a], [b]) => a - b)];
  });
  return Object.fromEntries(byTerm) as Record<string, [number, number][]>;
}

function toDocuments(draws: readonly Drawn[], sessions: number): BatchDocument[] {
  const lastTurns = new Map<string, number>();
  return draws.map((draw, at) => {
    const ref = at * 2 + 1;
    const namespace = draw.namespace === 0 ? "default" : "other";
    const session = sessions > 0 ? `s${draw.session % sessions}` : undefined;
    const key = `${namespace} ${session}`;
    const turn = draw.isCorrection && session !== undefined ? (lastTurns.get(key) ?? ref) : ref;
    lastTurns.set(key, turn);
    return {
      ref,
      turn,
      namespace,
      session,
      text: draw.words.map((word) => WORDS[word]).join(" "),
      timestamp: draw.session * 1e6 - at,
      savedAt: at,
      speaker: [undefined, "Ada", "Bo", "Grüße"][draw.speaker],
      type: draw.speaker === 0 ? "fact" : "note",
      tags: draw.isCorrection ? ["tagged", `tag ${draw.session}`] : [],
      importance: draw.speaker / 4,
    };
  });
}

type Ends = readonly (readonly [ref: number, at: number])[];

function toEnds(draws: readonly Drawn[]): Ends {
  return draws.flatMap(({ endedAt }, at) => (endedAt === undefined ? [] : [[at * 2 + 1, endedAt] as const]));
}

function endsOf(documents: readonly BatchDocument[], ends: Ends): Ends {
  const refs = new Set(documents.map(({ ref }) => ref));
  return ends.filter(([ref]) => refs.has(ref));
}

function cutAt(documents: readonly BatchDocument[], cuts: readonly number[]): BatchDocument[][] {
  const places = [0, ...cuts.map((cut) => cut % documents.length).toSorted((a, b) => a - b), documents.length];
  return places
    .slice(1)
    .map((end, at) => documents.slice(places[at], end))
    .filter((piece) => piece.length > 0);
}

async function mergeBytes(pieces: readonly Uint8Array[], without?: ReadonlySet<number>): Promise<Uint8Array> {
  const segments: Segment[] = pieces.map((bytes) => openSegment(memorySource(bytes)));
  const parts: Uint8Array[] = [];
  await mergeSegments(
    segments,
    (bytes) => {
      parts.push(Uint8Array.from(bytes));
      return Promise.resolve();
    },
    without,
  );
  return Uint8Array.from(Buffer.concat(parts));
}
