/**
 * npy: one array of numpy, as a vector. Source: numpy's format page ("NPY format", versions 1.0 to 3.0). Vectors of float16,
 * float32 and float64 in either byte order are read; pickled objects never are.
 */

const MAGIC: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Behind the magic: two bytes of version, then the header's length in two bytes (version 1) or four. */
const VERSION_AT = 6;
const LENGTH_AT = 8;
const MAX_DIMENSIONS = 65_536;
/** Most bytes of an array file that is read: the largest vector in float64, and a generous header. */
export const MAX_NPY_BYTES: number = MAX_DIMENSIONS * 8 + 65_536;

const WIDTHS: Readonly<Record<string, number>> = { f2: 2, f4: 4, f8: 8 };

/** @throws TypeError when it is no array of up to 65,536 finite floats. */
export function decodeNpy(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < LENGTH_AT + 4 || MAGIC.some((byte, at) => bytes[at] !== byte)) throw malformed("it has no header");
  const isShort = view.getUint8(VERSION_AT) === 1;
  const from = LENGTH_AT + (isShort ? 2 : 4);
  const dataAt = from + (isShort ? view.getUint16(LENGTH_AT, true) : view.getUint32(LENGTH_AT, true));
  if (dataAt > bytes.length) throw malformed("its header ends too early");
  const header = new TextDecoder("latin1").decode(bytes.subarray(from, dataAt));
  const [, order, kind = ""] = /'descr'\s*:\s*'([<>=|]?)([a-zA-Z]\d+)'/.exec(header) ?? [];
  const width = WIDTHS[kind];
  if (width === undefined) throw malformed("it holds something else than floats of 2, 4 or 8 bytes");
  const count = countOf(header);
  if (bytes.length - dataAt !== count * width) throw malformed("its size is not what its shape says");
  const isLittleEndian = order !== ">";
  const vector = Float32Array.from({ length: count }, (_, n) =>
    readFloat(view, dataAt + n * width, { width, isLittleEndian }),
  );
  if (!vector.every(Number.isFinite)) throw malformed("a number is not finite");
  return vector;
}

/** A vector may have dimensions of one around it, as encoders of batches give it. */
function countOf(header: string): number {
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  const sizes = (shape ?? "")
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  const count = sizes.reduce((product, size) => product * size, 1);
  const isVector = sizes.length > 0 && sizes.filter((size) => size !== 1).length <= 1;
  if (!isVector || count < 1 || count > MAX_DIMENSIONS) throw malformed("it is no vector of 1 to 65,536 numbers");
  return count;
}

function readFloat(
  view: DataView,
  at: number,
  { width, isLittleEndian }: { readonly width: number; readonly isLittleEndian: boolean },
): number {
  if (width === 4) return view.getFloat32(at, isLittleEndian);
  return width === 8 ? view.getFloat64(at, isLittleEndian) : toFloat16(view.getUint16(at, isLittleEndian));
}

/** Source: IEEE 754-2008, binary16: 1 sign, 5 exponent, 10 fraction bits. */
function toFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function malformed(what: string): TypeError {
  return new TypeError(`not a numpy array that can be read: ${what}`);
}
