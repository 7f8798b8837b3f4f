/**
 * The contents of an index by namespace: segments, documents that are in none yet, and searchers over both. A searcher is kept until
 * something of its namespace changes.
 */
import { createAnalyzer } from "./analysis/terms.ts";
import { createTermTable } from "./analysis/term-table.ts";
import type { IndexDocument } from "./document.ts";
import { createSearcher, type Searcher } from "./lexical/searcher.ts";
import { endInSection, findDocument } from "./pending/end-in-section.ts";
import { createPendingDocuments, type PendingDocuments } from "./pending/pending-documents.ts";
import type { Section } from "./segment/section.ts";
import type { Segment } from "./segment/segment-file.ts";
import { sessionKey } from "./segment/session-key.ts";
import { NONE } from "./segment/section-documents.ts";
import { createView, numberSections, type NumberedSections } from "./view/create-view.ts";
import type { View } from "./view/view.ts";

/** Which namespaces, and when. */
interface Asking {
  /** Default "default"; "*" means all. */
  readonly namespace?: string | undefined;
  /** As it was at this time of saving, ms. */
  readonly asOf?: number | undefined;
}

/** A version of a memory, by what the index knows it by. */
interface VersionPlace {
  readonly ref: number;
  readonly namespace: string;
}

/** A version that has ended: when, and by which place in history. */
export interface EndedVersion extends VersionPlace {
  readonly at: number;
  readonly by: number;
}

/** What a segment that is being written does not know of: what ended behind the reach, and what ends meanwhile. */
export interface EndWatch {
  /** Ends it in the segment too. */
  applyTo(segment: Segment): void;
  stop(): void;
}

export interface IndexContents {
  readonly pending: PendingDocuments;
  readonly segments: readonly Segment[];
  add(document: IndexDocument, replaces?: VersionPlace): void;
  /** Ends a version at `at` ms, by a frame at place `by`. */
  readonly end: (version: EndedVersion) => void;
  /** Notes what ended behind the reach and what ends from now on, so that a segment written meanwhile can be told. */
  watchEnds(): EndWatch;
  /** What ended by frames behind a place: no file that reaches so far may know of it, or a lost frame would leave its trace. */
  endedBehind(reach: number): readonly EndedVersion[];
  /** How many versions have ended so far. */
  readonly ended: number;
  /** Puts segments that reach so far in the place of those that were there, and forgets pending documents up to a reference. */
  replaceSegments(segments: readonly Segment[], replacing: { readonly upTo: number; readonly reach: number }): void;
  /** The namespace of the live version with a reference, or `undefined`. */
  readonly namespaceOf: (ref: number) => string | undefined;
  /** A searcher for each namespace that is asked and exists. */
  searchers(asking: Asking): Searcher[];
  /** Versions that are current, counted without analysing what is pending. O(sections). */
  liveCount(): number;
  /** The present view of every namespace. */
  views(): Map<string, View>;
}

/** @param segments oldest first. @param batchDocuments documents of a batch of pending ones. */
export function createIndexContents(segments: readonly Segment[] = [], batchDocuments?: number): IndexContents {
  const analyzer = createAnalyzer();
  const table = createTermTable();
  const pending = createPendingDocuments(table, batchDocuments);
  const namespaces = new Set(segments.flatMap((segment) => segment.namespaces));
  const numbered = new Map<string, NumberedSections>();
  const present = new Map<string, Searcher>();
  const watched = new Set<EndedVersion[]>();
  let current = segments;
  let ended = 0;
  let behindReach: EndedVersion[] = [];

  const sectionsOf = (from: readonly Segment[], namespace: string): Section[] =>
    from.map((segment) => segment.section(namespace)).filter((section) => section !== undefined);

  function baseOf(namespace: string): NumberedSections {
    let base = numbered.get(namespace);
    if (base === undefined) {
      base = numberSections(sectionsOf(current, namespace));
      numbered.set(namespace, base);
    }
    return base;
  }

  function searcherOf(namespace: string, asOf: number | undefined): Searcher {
    const known = asOf === undefined ? present.get(namespace) : undefined;
    if (known !== undefined) return known;
    const view = createView(baseOf(namespace), sectionsOf(pending.segments(), namespace), asOf);
    const searcher = createSearcher(view, analyzer);
    if (asOf === undefined) present.set(namespace, searcher);
    return searcher;
  }

  function end(version: EndedVersion): void {
    const { ref, namespace, at } = version;
    present.delete(namespace);
    ended++;
    behindReach.push(version);
    for (const noted of watched) noted.push(version);
    if (pending.end(ref, namespace, at)) return;
    for (const section of sectionsOf(current, namespace)) if (endInSection(section, ref, at)) return;
  }

  /** The turn of the version that is replaced, when the new one stays in its place. */
  function turnToKeep({ namespace, session }: IndexDocument, replaces: VersionPlace): number | undefined {
    if (session === undefined || replaces.namespace !== namespace) return undefined;
    const waiting = pending.find(replaces.ref);
    if (waiting !== undefined) return waiting.session === session ? waiting.turn : undefined;
    const { places } = searcherOf(namespace, undefined);
    const document = places.find(replaces.ref);
    if (document === NONE) return undefined;
    const { placed, unit, at, block } = places.of(document);
    const inSection = placed.section.unitSession[unit - placed.unitBase]!;
    const isSame = inSection !== NONE && placed.section.sessionKeys[inSection] === sessionKey(session);
    return isSame ? block.turn[at] : undefined;
  }

  return {
    pending,
    get segments() {
      return current;
    },
    add(document, replaces) {
      if (replaces === undefined) pending.add(document);
      else {
        const turn = turnToKeep(document, replaces);
        end({ ...replaces, at: document.savedAt, by: document.ref });
        pending.add({ ...document, turn });
      }
      namespaces.add(document.namespace);
      if (present.size > 0) present.delete(document.namespace);
    },
    end,
    get ended() {
      return ended;
    },
    watchEnds() {
      const noted = [...behindReach];
      watched.add(noted);
      return {
        stop: () => void watched.delete(noted),
        applyTo(segment) {
          for (const { ref, namespace, at } of noted) {
            const section = segment.section(namespace);
            if (section !== undefined) endInSection(section, ref, at);
          }
        },
      };
    },
    endedBehind: (reach) => behindReach.filter(({ by }) => by > reach),
    replaceSegments(replaced, { upTo, reach }) {
      current = replaced;
      behindReach = behindReach.filter(({ by }) => by > reach);
      pending.dropUpTo(upTo);
      numbered.clear();
      present.clear();
    },
    namespaceOf(ref) {
      const waiting = pending.find(ref);
      if (waiting !== undefined) return waiting.isLive ? waiting.namespace : undefined;
      for (const segment of current) {
        for (const namespace of segment.namespaces) {
          const section = segment.section(namespace)!;
          const document = findDocument(section, ref);
          if (document !== undefined) return section.endedAt.has(document) ? undefined : namespace;
        }
      }
      return undefined;
    },
    searchers({ namespace = "default", asOf }) {
      const asked = namespace === "*" ? [...namespaces] : namespaces.has(namespace) ? [namespace] : [];
      return asked.map((name) => searcherOf(name, asOf));
    },
    liveCount() {
      const sections = current.flatMap((segment) => segment.namespaces.map((name) => segment.section(name)!));
      return sections.reduce((sum, { documents, endedAt }) => sum + documents - endedAt.size, pending.liveCount());
    },
    views: () => new Map([...namespaces].map((name) => [name, searcherOf(name, undefined).view])),
  };
}
