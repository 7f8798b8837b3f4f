/**
 * The content key: equal keys, same memory. SHA-256 over the canonical JSON of {content, metadata, namespace, type}.
 * Source: facts on the vault's duplicates, with the namespace added so that tenants never share one.
 */
import { hash } from "node:crypto";
import { toCanonicalJson } from "./canonical-json.ts";
import type { MemoryRecord } from "./record.ts";

/** 64 hex characters. */
export function contentKey(record: MemoryRecord): string {
  const { content, metadata, namespace, type } = record;
  return hash("sha256", toCanonicalJson({ content, metadata, namespace, type }), "hex");
}
