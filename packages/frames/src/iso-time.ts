/**
 * ISO time: a time as `Date.prototype.toISOString` writes it, straight into bytes. Source: ECMA-262, Date Time String Format.
 * Times that come one after the other mostly share their day, whose text is kept: 0.06 µs instead of 0.67 (design log-notes §2c).
 * Invariant: the bytes equal those of `new Date(timestamp).toISOString()`.
 */
const DAY_MS = 86_400_000;
/** "HH:MM:SS.mmmZ" */
const CLOCK_BYTES = 13;
/** Most bytes of a time: a year beyond 9999 has a sign and six digits. */
export const MAX_ISO_BYTES = 27;

/** Writes a time at an offset and gives the offset behind it. */
export type IsoTimeWriter = (timestamp: number, into: Uint8Array, at: number) => number;

/** Creates a writer. Timestamps are integers of ms within the range of Date, as everywhere in this room. */
export function createIsoTimeWriter(): IsoTimeWriter {
  let day = Number.NaN;
  let date: Uint8Array = new Uint8Array(0);
  return (timestamp, into, at) => {
    const dayOfTime = Math.floor(timestamp / DAY_MS);
    if (dayOfTime !== day) {
      date = Buffer.from(new Date(timestamp).toISOString().slice(0, -CLOCK_BYTES), "latin1");
      day = dayOfTime;
    }
    for (let i = 0; i < date.length; i++) into[at + i] = date[i]!;
    writeClock(timestamp - dayOfTime * DAY_MS, into, at + date.length);
    return at + date.length + CLOCK_BYTES;
  };
}

function writeClock(msOfDay: number, into: Uint8Array, at: number): void {
  const ms = msOfDay % 1000;
  const seconds = (msOfDay - ms) / 1000;
  const minutes = Math.floor(seconds / 60);
  writePair(Math.floor(minutes / 60), into, at);
  into[at + 2] = COLON;
  writePair(minutes % 60, into, at + 3);
  into[at + 5] = COLON;
  writePair(seconds % 60, into, at + 6);
  into[at + 8] = DOT;
  into[at + 9] = ZERO + Math.floor(ms / 100);
  writePair(ms % 100, into, at + 10);
  into[at + 12] = ZULU;
}

const ZERO = 0x30;
const COLON = 0x3a;
const DOT = 0x2e;
const ZULU = 0x5a;

function writePair(value: number, into: Uint8Array, at: number): void {
  const tens = Math.floor(value / 10);
  into[at] = ZERO + tens;
  into[at + 1] = ZERO + value - tens * 10;
}
