/** Text and its UTF-8 bytes. Ours are plain `Uint8Array`s, not `Buffer`s: V8 reads one kind of array faster than two. */

const encoder = new TextEncoder();

/** UTF-8; a lone surrogate becomes U+FFFD. */
export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** What is not valid UTF-8 becomes U+FFFD. */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** Each byte as the character of its number: cheaper, and the same where only the ASCII ones matter. */
export function toLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
