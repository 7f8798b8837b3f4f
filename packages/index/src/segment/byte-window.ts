/** A window over bytes that are read from front to back: few large reads instead of one for each of many small parts. */
import { damaged } from "./byte-reader.ts";
import type { ByteSource } from "./byte-source.ts";

const WINDOW_BYTES = 262_144;

/** The bytes that are in memory, and where in the source they begin. */
export interface ByteWindow {
  readonly source: ByteSource;
  bytes: Uint8Array;
  start: number;
}

export function openWindow(source: ByteSource): ByteWindow {
  return { source, bytes: new Uint8Array(), start: 0 };
}

/** Has bytes of the source in memory. @returns where in `window.bytes` they begin. @throws INDEX_DAMAGED when they are not there. */
export function showBytes(window: ByteWindow, at: number, sizeBytes: number): number {
  const inWindow = at - window.start;
  if (inWindow >= 0 && inWindow + sizeBytes <= window.bytes.length) return inWindow;
  const left = window.source.sizeBytes - at;
  if (at < 0 || sizeBytes > left) throw damaged("a part lies outside of its file");
  window.bytes = window.source.read(at, Math.max(sizeBytes, Math.min(left, WINDOW_BYTES)));
  window.start = at;
  return 0;
}
