/** Time limit: a promise that never settles must become a failure that names it, because without it a test run only stops. */

/** Rejects when a promise takes longer than `limitMs`. */
export async function withinLimit<T>(promise: Promise<T>, what: string, limitMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, expired]);
  } finally {
    clearTimeout(timer);
  }
}
