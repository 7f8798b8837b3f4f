/** UTF-8 of texts in memory that is used again: most texts are read at once by whoever asks for their bytes, and then forgotten. */

const SCRATCH_BYTES = 65_536;
const BYTES_PER_UNIT = 3;

/** @returns a view that the next call overwrites. */
export type TextScratch = (text: string) => Uint8Array;

export function createTextScratch(): TextScratch {
  const encoder = new TextEncoder();
  const scratch = new Uint8Array(SCRATCH_BYTES);
  return (text) =>
    text.length * BYTES_PER_UNIT > SCRATCH_BYTES
      ? encoder.encode(text)
      : scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}
