/**
 * Zip, as much as numpy's archives need: one entry, stored or deflated, found by the central directory. Source: PKWARE
 * APPNOTE 6.3, §4.3 and §4.4; numbers are little-endian.
 * Made for files from outside. Invariant: an entry never inflates to more than the caller allows, whatever the file says of itself.
 */
import { crc32, inflateRawSync } from "node:zlib";

const END = { signature: 0x06054b50, sizeBytes: 22, entriesAt: 10, directoryAt: 16 } as const;
const CENTRAL = {
  signature: 0x02014b50,
  sizeBytes: 46,
  flagsAt: 8,
  methodAt: 10,
  crcAt: 16,
  packedAt: 20,
  lengthAt: 24,
  nameLengthAt: 28,
  extraLengthAt: 30,
  commentLengthAt: 32,
  offsetAt: 42,
} as const;
const LOCAL = { signature: 0x04034b50, sizeBytes: 30, nameLengthAt: 26, extraLengthAt: 28 } as const;
const MAX_COMMENT_BYTES = 0xffff;
const MAX_ENTRIES = 1000;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly lengthBytes: number;
  readonly offset: number;
}

/**
 * The bytes of the first entry that `isWanted` takes by its name; `undefined` when there is none.
 * @throws TypeError when the archive is damaged, encrypted, or the entry is larger than `maxBytes`.
 */
export function readZipEntry(
  archive: Uint8Array,
  isWanted: (name: string) => boolean,
  maxBytes: number,
): Uint8Array | undefined {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length);
  const entry = entriesOf(bytes).find(({ name }) => isWanted(name));
  return entry === undefined ? undefined : contentOf(bytes, entry, maxBytes);
}

function entriesOf(bytes: Buffer): Entry[] {
  const end = endRecordOf(bytes);
  const count = bytes.readUInt16LE(end + END.entriesAt);
  let at = bytes.readUInt32LE(end + END.directoryAt);
  if (count > MAX_ENTRIES) throw malformed("it has too many entries");
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL.sizeBytes > bytes.length || bytes.readUInt32LE(at) !== CENTRAL.signature)
      throw malformed("its directory is damaged");
    const nameBytes = bytes.readUInt16LE(at + CENTRAL.nameLengthAt);
    const nameAt = at + CENTRAL.sizeBytes;
    entries.push({
      name: bytes.toString("latin1", nameAt, nameAt + nameBytes),
      method: bytes.readUInt16LE(at + CENTRAL.methodAt),
      isEncrypted: (bytes.readUInt16LE(at + CENTRAL.flagsAt) & ENCRYPTED) !== 0,
      crc: bytes.readUInt32LE(at + CENTRAL.crcAt),
      packedBytes: bytes.readUInt32LE(at + CENTRAL.packedAt),
      lengthBytes: bytes.readUInt32LE(at + CENTRAL.lengthAt),
      offset: bytes.readUInt32LE(at + CENTRAL.offsetAt),
    });
    at =
      nameAt +
      nameBytes +
      bytes.readUInt16LE(at + CENTRAL.extraLengthAt) +
      bytes.readUInt16LE(at + CENTRAL.commentLengthAt);
  }
  return entries;
}

/** The end record is the last thing in the file but a comment. */
function endRecordOf(bytes: Buffer): number {
  const earliest = Math.max(0, bytes.length - END.sizeBytes - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END.sizeBytes; at >= earliest; at--) {
    if (bytes.readUInt32LE(at) === END.signature) return at;
  }
  throw malformed("it has no end record");
}

function contentOf(bytes: Buffer, entry: Entry, maxBytes: number): Uint8Array {
  const { offset, packedBytes, lengthBytes, method, crc } = entry;
  if (entry.isEncrypted) throw malformed("it is encrypted");
  if (lengthBytes > maxBytes) throw malformed(`an entry is larger than ${maxBytes} bytes`);
  if (offset + LOCAL.sizeBytes > bytes.length || bytes.readUInt32LE(offset) !== LOCAL.signature)
    throw malformed("an entry is not where the directory says");
  const nameBytes = bytes.readUInt16LE(offset + LOCAL.nameLengthAt);
  const from = offset + LOCAL.sizeBytes + nameBytes + bytes.readUInt16LE(offset + LOCAL.extraLengthAt);
  if (from + packedBytes > bytes.length) throw malformed("an entry ends too early");
  const content = unpack(bytes.subarray(from, from + packedBytes), method, maxBytes);
  if (content.length !== lengthBytes || crc32(content) !== crc) throw malformed("an entry fails its checksum");
  return content;
}

function unpack(packed: Buffer, method: number, maxBytes: number): Uint8Array {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw malformed("an entry is compressed in another way than by deflate");
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch {
    throw malformed(`an entry cannot be inflated, or to more than ${maxBytes} bytes`);
  }
}

function malformed(what: string): TypeError {
  return new TypeError(`not a zip archive that can be read: ${what}`);
}
