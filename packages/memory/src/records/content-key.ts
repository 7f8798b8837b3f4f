/**
 * The content key: equal keys, same memory. SHA-256 over the canonical JSON of {content, metadata, namespace, type}.
 * Source: facts on the vault's duplicates, with the namespace added so that tenants never share one.
 */
import { hash } from "node:crypto";
import { toCanonicalJson } from "./canonical-json.ts";
import type { MemoryRecord } from "./record.ts";

/** Bytes of a key by which the log finds frames again; who finds one compares the whole key. */
const FINGERPRINT_BYTES = 8;

/** What a frame with this key is found by. */
export function toFingerprint(key: string): Uint8Array {
  return Buffer.from(key.slice(0, 2 * FINGERPRINT_BYTES), "hex");
}

/** 64 hex characters. */
export function contentKey({ content, metadata, namespace, type }: MemoryRecord): string {
  return hash("sha256", canonicalText([content, metadata, namespace, type].map(toCanonicalJson)), "hex");
}

/** The four names stand in their sorted order already: one template costs less than sorting them each time. */
function canonicalText([content, metadata, namespace, type]: readonly string[]): string {
  return `{"content":${content},"metadata":${metadata},"namespace":${namespace},"type":${type}}`;
}
