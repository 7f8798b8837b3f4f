/** A searcher: a view and what questions to it share. It never changes; a save makes a new one. */
import type { Analyzer } from "../analysis/terms.ts";
import type { SearchFilter } from "../document.ts";
import { readQuestion, type Question } from "../ranking/question.ts";
import { createPlaces, type Places } from "../view/places.ts";
import { liveSpeakers, type Speaker } from "../view/speakers.ts";
import type { PlacedSection, View } from "../view/view.ts";
import { createWindows, type Windows } from "../view/windows.ts";
import { askTerms } from "./asked-term.ts";
import { createBounds, type Bounds } from "./bounds.ts";
import { compileFilter, type DocumentFilter } from "./document-filter.ts";
import type { Asked } from "./unit-scorer.ts";

/** Compiled filters that are kept: up to 8 bytes per unit each, so few in a large view and many in a small one. */
const KEPT_FILTER_BYTES = 8 * 1024 * 1024;
const FILTER_BYTES_PER_UNIT = 8;
const LEAST_KEPT_FILTERS = 8;
const MOST_KEPT_FILTERS = 1000;

export interface Searcher {
  readonly view: View;
  readonly windows: Windows;
  readonly places: Places;
  readonly bounds: Bounds;
  /** Reads a question as this view understands it. */
  readonly read: (text: string) => Question;
  /** Looks the terms of a question up. */
  readonly ask: (question: Question) => Asked;
  /** `undefined` when everything passes. */
  readonly filter: (filter: SearchFilter) => DocumentFilter | undefined;
}

export function createSearcher(view: View, analyzer: Analyzer): Searcher {
  const windows = createWindows(view);
  const filters = new Map<string, DocumentFilter | undefined>();
  const affordable = Math.floor(KEPT_FILTER_BYTES / Math.max(1, view.units * FILTER_BYTES_PER_UNIT));
  const kept = Math.min(MOST_KEPT_FILTERS, Math.max(LEAST_KEPT_FILTERS, affordable));
  let speakers: readonly Speaker[] | undefined;
  let bounds: Bounds | undefined;
  return {
    view,
    windows,
    places: createPlaces(view),
    get bounds() {
      return (bounds ??= createBounds(view, windows));
    },
    read(text) {
      speakers ??= liveSpeakers(view);
      return readQuestion(text, speakers, analyzer);
    },
    ask: (question) => ({ ...question, terms: askTerms(view, question) }),
    filter({ types, tags, session, speaker, after, before, minImportance }) {
      const filter = { types, tags, session, speaker, after, before, minImportance };
      const key = JSON.stringify(filter);
      if (filters.has(key)) return filters.get(key);
      const compiled = compileFilter(view, filter);
      if (filters.size >= kept) filters.clear();
      filters.set(key, compiled);
      return compiled;
    },
  };
}

/** Every unit of a view with its section. */
export function* eachUnit(view: View): Generator<{ readonly placed: PlacedSection; readonly unit: number }> {
  for (const placed of view.sections) {
    for (let unit = 0; unit < placed.section.units; unit++) yield { placed, unit: placed.unitBase + unit };
  }
}
