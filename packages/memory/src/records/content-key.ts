/**
 * The content key: equal keys, same memory. SHA-256 over the canonical JSON of {content, metadata, namespace, type}.
 * Source: facts on the vault's duplicates, with the namespace added so that tenants never share one.
 */
import { hash } from "node:crypto";
import { toCanonicalJson } from "./canonical-json.ts";
import type { MemoryRecord } from "./record.ts";

/** Bytes of a key by which the log finds frames again; who finds one compares the whole key. */
const FINGERPRINT_BYTES = 8;
const DIGITS_BEGIN = 0x30;
const LETTERS_BEGIN = 0x61;

/** What a frame with this key is found by. */
export function toFingerprint(key: string): Uint8Array {
  const bytes = new Uint8Array(FINGERPRINT_BYTES);
  for (let at = 0; at < FINGERPRINT_BYTES; at++) {
    bytes[at] = (digitAt(key, 2 * at) << 4) | digitAt(key, 2 * at + 1);
  }
  return bytes;
}

/** Of a lower-case hex digit. */
function digitAt(key: string, at: number): number {
  const code = key.charCodeAt(at);
  return code < LETTERS_BEGIN ? code - DIGITS_BEGIN : code - LETTERS_BEGIN + 10;
}

/** 64 hex characters. The four names stand in their sorted order already: one template costs less than sorting them each time. */
export function contentKey({ content, metadata, namespace, type }: MemoryRecord): string {
  const [what, about] = [toCanonicalJson(content), toCanonicalJson(metadata)];
  const text = `{"content":${what},"metadata":${about},"namespace":${toCanonicalJson(namespace)},"type":"${type}"}`;
  return hash("sha256", text, "hex");
}
