/**
 * Record: the int8 codes of one vector with their scale and checksum. Layout: docs/format/vectors.md, "Record".
 * Invariants: the shortest form is written; a record is only read with the sketch that was written with it.
 */
import { crc32 } from "node:zlib";
import { FORM, RECORD_HEAD_BYTES } from "./format.ts";
import { isInSketch, quantise } from "./quantise.ts";

/** Encodes a unit vector. `sketch` is its sketch. */
export function encodeRecord(key: number, unit: Float32Array, sketch: Uint8Array): Uint8Array {
  const { codes, scale } = quantise(unit);
  const { form, bytes } = shortestForm(codes, sketch);
  const record = new Uint8Array(RECORD_HEAD_BYTES + bytes.length);
  const view = new DataView(record.buffer);
  view.setFloat32(4, scale);
  record[8] = form;
  record.set(bytes, RECORD_HEAD_BYTES);
  view.setUint32(0, checksumOf(record, key));
  return record;
}

/** Tells whether a record is what was written under this key. */
export function isIntact(record: Uint8Array, key: number): boolean {
  if (record.length < RECORD_HEAD_BYTES) return false;
  const stored = ((record[0]! << 24) | (record[1]! << 16) | (record[2]! << 8) | record[3]!) >>> 0;
  return stored === checksumOf(record, key);
}

/**
 * The cosine of an intact record to a unit question; 0 for a zero vector. The codes are divided by their own length, not
 * multiplied by the scale: that takes out the part of the rounding error that lies along the vector.
 */
export function cosineOf(record: Uint8Array, sketch: Uint8Array, question: Float32Array): number {
  if (record[8] === FORM.dense) return denseCosine(record, question);
  let dot = 0;
  let squares = 0;
  eachCode(record, sketch, (place, code) => {
    dot += code * question[place]!;
    squares += code * code;
  });
  return squares === 0 ? 0 : dot / Math.sqrt(squares);
}

/** Two sums side by side: one alone would wait for each addition. */
function denseCosine(record: Uint8Array, question: Float32Array): number {
  const codes = new Int8Array(record.buffer, record.byteOffset + RECORD_HEAD_BYTES, question.length);
  let even = 0;
  let odd = 0;
  let squares = 0;
  for (let place = 0; place + 1 < codes.length; place += 2) {
    const a = codes[place]!;
    const b = codes[place + 1]!;
    even += a * question[place]!;
    odd += b * question[place + 1]!;
    squares = (squares + a * a + b * b) | 0; // below 2^31: at most 65,535 codes of 127
  }
  if (codes.length % 2 === 1) {
    const last = codes[codes.length - 1]!;
    even += last * question[codes.length - 1]!;
    squares += last * last;
  }
  return squares === 0 ? 0 : (even + odd) / Math.sqrt(squares);
}

/** The vector that an intact record stands for. */
export function decodeRecord(record: Uint8Array, sketch: Uint8Array, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const scale = new DataView(record.buffer, record.byteOffset).getFloat32(4);
  const codes = new Int8Array(record.buffer, record.byteOffset + RECORD_HEAD_BYTES);
  if (record[8] === FORM.dense) for (let place = 0; place < dimensions; place++) vector[place] = codes[place]! * scale;
  else eachCode(record, sketch, (place, code) => (vector[place] = code * scale));
  return vector;
}

function checksumOf(record: Uint8Array, key: number): number {
  return crc32(record.subarray(4), key % 2 ** 32);
}

function shortestForm(codes: Int8Array, sketch: Uint8Array): { readonly form: number; readonly bytes: Uint8Array } {
  let filled = 0;
  let negative = 0;
  for (const code of codes) {
    if (code !== 0) filled++;
    if (code < 0) negative++;
  }
  const forms = [{ form: FORM.dense as number, bytes: new Uint8Array(codes.buffer, codes.byteOffset, codes.length) }];
  // Most vectors are dense and signed: for them nothing else is even tried.
  if (filled * 2 < codes.length) forms.push({ form: FORM.sparse, bytes: toSparse(codes) });
  if (negative === 0) forms.push({ form: FORM.underSketch, bytes: toCodesUnderSketch(codes, sketch) });
  return forms.reduce((shortest, other) => (other.bytes.length < shortest.bytes.length ? other : shortest));
}

function toSparse(codes: Int8Array): Uint8Array {
  const bytes: number[] = [];
  let before = -1;
  for (let place = 0; place < codes.length; place++) {
    if (codes[place] === 0) continue;
    let gap = place - before - 1;
    for (; gap > 0x7f; gap >>>= 7) bytes.push((gap & 0x7f) | 0x80);
    bytes.push(gap, codes[place]! & 0xff);
    before = place;
  }
  return Uint8Array.from(bytes);
}

/** Without negative codes every code that is not 0 has its bit. */
function toCodesUnderSketch(codes: Int8Array, sketch: Uint8Array): Uint8Array {
  return Uint8Array.from(codes.filter((_, place) => isInSketch(sketch, place)));
}

function eachCode(record: Uint8Array, sketch: Uint8Array, visit: (place: number, code: number) => void): void {
  if (record[8] === FORM.sparse) eachSparse(record, visit);
  else eachUnderSketch(record, sketch, visit);
}

function eachSparse(record: Uint8Array, visit: (place: number, code: number) => void): void {
  let place = -1;
  for (let at = RECORD_HEAD_BYTES; at < record.length;) {
    let gap = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = record[at++]!;
      gap |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    place += gap + 1;
    visit(place, (record[at++]! << 24) >> 24);
  }
}

function eachUnderSketch(record: Uint8Array, sketch: Uint8Array, visit: (place: number, code: number) => void): void {
  let at = RECORD_HEAD_BYTES;
  for (let byte = 0; byte < sketch.length; byte++) {
    for (let bits = sketch[byte]!; bits !== 0; bits &= bits - 1)
      visit(byte * 8 + 31 - Math.clz32(bits & -bits), (record[at++]! << 24) >> 24);
  }
}
