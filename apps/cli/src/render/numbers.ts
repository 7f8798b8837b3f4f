/** Numbers as people read them; the same in every locale, because output is also read by scripts and tests. */

const BYTE_UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** 12,345 */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** "1 memory", "2 memories". */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** "950 bytes", "74.7 KB"; a KB is 1,000 bytes. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

/** "0.36 ms", "12.4 ms", "250 ms", "2.1 s". */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 1 ? 2 : ms < 100 ? 1 : 0)} ms`;
}
