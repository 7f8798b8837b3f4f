/**
 * Sectors: the contents of one file as blocks of a fixed size; a missing block is a hole and reads as zeros.
 * Invariants: blocks are never changed in place, so images and pending writes share them; a fork costs nothing until a write.
 */

/** Contents of a file. Change them only through the functions below. */
export interface Sectors {
  readonly sectorBytes: number;
  blocks: Map<number, Uint8Array>;
  isShared: boolean;
}

/** Contents and size of a file at one moment. */
export interface FileImage {
  readonly sectors: Sectors;
  sizeBytes: number;
}

/** An empty file. */
export function createImage(sectorBytes: number): FileImage {
  return { sectors: { sectorBytes, blocks: new Map(), isShared: false }, sizeBytes: 0 };
}

/** A copy which shares all blocks. */
export function forkImage({ sectors, sizeBytes }: FileImage): FileImage {
  sectors.isShared = true;
  return { sectors: { ...sectors }, sizeBytes };
}

/** Copies bytes out; returns how many there were before the file's end. */
export function readImage({ sectors, sizeBytes }: FileImage, into: Uint8Array, position: number): number {
  const { blocks, sectorBytes } = sectors;
  const end = Math.min(sizeBytes, position + into.length);
  let at = position;
  while (at < end) {
    const index = Math.floor(at / sectorBytes);
    const start = at - index * sectorBytes;
    const length = Math.min(sectorBytes - start, end - at);
    const block = blocks.get(index);
    if (block === undefined) into.fill(0, at - position, at - position + length);
    else into.set(length === sectorBytes ? block : block.subarray(start, start + length), at - position);
    at += length;
  }
  return Math.max(0, end - position);
}

/** Writes bytes and grows the file; returns the blocks it touched, as they are afterwards. */
export function writeImage(image: FileImage, bytes: Uint8Array, position: number): Map<number, Uint8Array> {
  const { sectorBytes } = image.sectors;
  const touched = new Map<number, Uint8Array>();
  const zeros = new Uint8Array(sectorBytes);
  let at = 0;
  while (at < bytes.length) {
    const index = Math.floor((position + at) / sectorBytes);
    const start = position + at - index * sectorBytes;
    const part = bytes.subarray(at, at + sectorBytes - start);
    const block = new Uint8Array(sectorBytes);
    block.set(image.sectors.blocks.get(index) ?? zeros);
    block.set(part, start);
    touched.set(index, Buffer.compare(block, zeros) === 0 ? zeros : block);
    at += part.length;
  }
  for (const [index, block] of touched) setBlock(image.sectors, index, block);
  image.sizeBytes = Math.max(image.sizeBytes, position + bytes.length);
  return touched;
}

/** Sets the size; what lies behind it is gone for good, also when the file grows again. */
export function resizeImage(image: FileImage, sizeBytes: number): void {
  trimSectors(image.sectors, sizeBytes);
  image.sizeBytes = sizeBytes;
}

/** Clears everything behind a size. */
export function trimSectors(sectors: Sectors, sizeBytes: number): void {
  for (const [index, block] of sectors.blocks) {
    const trimmed = trimBlock(block, sizeBytes - index * sectors.sectorBytes);
    if (trimmed !== block) setBlock(sectors, index, trimmed);
  }
}

/** The block with only its first bytes kept; the block itself when that is all, undefined when it is nothing. */
export function trimBlock(block: Uint8Array, keptBytes: number): Uint8Array | undefined {
  if (keptBytes >= block.length) return block;
  if (keptBytes <= 0) return undefined;
  const trimmed = new Uint8Array(block.length);
  trimmed.set(block.subarray(0, keptBytes));
  return trimmed;
}

/** Puts a block in place, or a hole. */
export function setBlock(sectors: Sectors, index: number, block: Uint8Array | undefined): void {
  if (sectors.isShared) {
    sectors.blocks = new Map(sectors.blocks);
    sectors.isShared = false;
  }
  if (block === undefined) sectors.blocks.delete(index);
  else sectors.blocks.set(index, block);
}
