/** Merges listings that are each in order: the next is the first of their firsts. */
import type { ListedDocument, TimeOrder } from "./by-time.ts";

export function* mergeListings(
  listings: readonly Iterator<ListedDocument>[],
  order: TimeOrder,
): Generator<ListedDocument> {
  const sign = order === "oldest-first" ? 1 : -1;
  const heads = listings.map((listing) => listing.next().value as ListedDocument | undefined);
  for (;;) {
    let first = -1;
    for (const [at, head] of heads.entries()) {
      if (head !== undefined && (first < 0 || sign * compare(head, heads[first]!) < 0)) first = at;
    }
    if (first < 0) return;
    yield heads[first]!;
    heads[first] = listings[first]!.next().value as ListedDocument | undefined;
  }
}

function compare(a: ListedDocument, b: ListedDocument): number {
  return a.timestamp - b.timestamp || a.ref - b.ref;
}
