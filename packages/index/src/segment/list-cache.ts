/**
 * Posting lists that questions ask for again and again, and what is known not to be there: who asks twice neither searches the dictionary
 * nor reads the file again. One cache serves all files of an index, and is bounded by its bytes. Lists are shared, never written to.
 */
import { LRUCache } from "lru-cache";
import type { PostingList } from "./posting-list.ts";

export interface ListCache {
  /** The lists of one section. */
  ofSection(): SectionLists;
}

interface SectionLists {
  /** The list of a term, which `read` looks up when it is not known; `undefined` when there is none. */
  get(term: string, read: () => PostingList | undefined): PostingList | undefined;
}

const MISSING = "missing";
/** What an entry takes beside the bytes of its list: key, objects, links. */
const ENTRY_BYTES = 400;

/** @param maxBytes of all kept lists; a longer one is not kept. */
export function createListCache(maxBytes: number): ListCache {
  const kept = new LRUCache<string, PostingList | typeof MISSING>({
    maxSize: maxBytes,
    sizeCalculation: (list) => ENTRY_BYTES + (list === MISSING ? 0 : list.bytes.length),
  });
  let sections = 0;
  return {
    ofSection() {
      const section = `${sections++} `;
      return {
        get(term, read) {
          const key = section + term;
          const known = kept.get(key);
          if (known !== undefined) return known === MISSING ? undefined : known;
          const list = read();
          kept.set(key, list === undefined ? MISSING : inOwnMemory(list));
          return list;
        },
      };
    },
  };
}

/** Short lists are read into slabs, which a kept one would hold whole. */
function inOwnMemory(list: PostingList): PostingList {
  const isInSlab = list.bytes.buffer.byteLength > 2 * list.bytes.length;
  return isInSlab ? { ...list, bytes: list.bytes.slice() } : list;
}
