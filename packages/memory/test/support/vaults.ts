/** Folders as the V2 vault writes them: its MessagePack, numpy's archives, its names. Made here, so that no test needs Python. */
import fs from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";

/** What Python's `msgpack.packb` gives: shortest forms for integers, texts and lengths; every float in 8 bytes. */
export function pack(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.of(0xc0);
  if (typeof value === "boolean") return Buffer.of(value ? 0xc3 : 0xc2);
  if (typeof value === "number") return packNumber(value);
  if (typeof value === "string") return packText(value);
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.of(0xc4, value.length), value]);
  if (value instanceof Float) return packFloat(value.value);
  if (Array.isArray(value)) return Buffer.concat([packLength(value.length, 0x90, 0xdc), ...value.map(pack)]);
  const entries = Object.entries(value);
  return Buffer.concat([
    packLength(entries.length, 0x80, 0xde),
    ...entries.flatMap(([k, v]) => [packText(k), pack(v)]),
  ]);
}

/** A number that Python holds as a float, also when it is whole. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** An archive as `np.savez_compressed` writes it: one deflated entry, sizes of the local header only in its zip64 field. */
export function npz(array: Uint8Array, name = "embedding.npy"): Buffer {
  const packed = deflateRawSync(array);
  const names = Buffer.from(name, "latin1");
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(45, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(crc32(array), 14);
  local.writeUInt32LE(0xffffffff, 18);
  local.writeUInt32LE(0xffffffff, 22);
  local.writeUInt16LE(names.length, 26);
  local.writeUInt16LE(20, 28);
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(16, 2);
  extra.writeUInt32LE(array.length, 4);
  extra.writeUInt32LE(packed.length, 12);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(crc32(array), 16);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(array.length, 24);
  central.writeUInt16LE(names.length, 28);
  const end = Buffer.alloc(22);
  const directoryAt = local.length + names.length + extra.length + packed.length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + names.length, 12);
  end.writeUInt32LE(directoryAt, 16);
  return Buffer.concat([local, names, extra, packed, central, names, end]);
}

/** An array file of version 1; `descr` as numpy names it. */
export function npy(values: readonly number[], descr = "<f8", shape = `(${values.length},)`): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = Buffer.from(`${header.padEnd(117, " ")}\n`, "latin1");
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  const data = Buffer.alloc(values.length * Number(descr.slice(2)));
  values.forEach((value, n) => {
    if (descr === "<f8") data.writeDoubleLE(value, n * 8);
    if (descr === ">f8") data.writeDoubleBE(value, n * 8);
    if (descr === "<f4") data.writeFloatLE(value, n * 4);
  });
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, padded, data]);
}

/** A memory of the vault with its usual fields. */
export function entry(id: string, fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    type: "semantic",
    content: `memory ${id}`,
    metadata: {},
    timestamp: new Float(1_700_000_000.5),
    access_count: 0,
    last_accessed: null,
    decay_rate: new Float(0),
    importance: new Float(1),
    ...fields,
  };
}

/** Writes files below a folder by their names; a value that is no bytes is packed. */
export function writeFiles(root: string, files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    fs.mkdirSync(join(path, ".."), { recursive: true });
    fs.writeFileSync(path, content instanceof Uint8Array || typeof content === "string" ? content : pack(content));
  }
}

function packNumber(value: number): Buffer {
  if (!Number.isSafeInteger(value)) return packFloat(value);
  if (value >= 0 && value < 0x80) return Buffer.of(value);
  if (value < 0 && value >= -32) return Buffer.of(value & 0xff);
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xd3;
  bytes.writeBigInt64BE(BigInt(value), 1);
  return bytes;
}

function packFloat(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xcb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function packText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < 32) return Buffer.concat([Buffer.of(0xa0 | bytes.length), bytes]);
  const head = Buffer.alloc(5);
  head[0] = 0xdb;
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function packLength(length: number, short: number, long: number): Buffer {
  if (length < 16) return Buffer.of(short | length);
  const bytes = Buffer.alloc(3);
  bytes[0] = long;
  bytes.writeUInt16BE(length, 1);
  return bytes;
}
