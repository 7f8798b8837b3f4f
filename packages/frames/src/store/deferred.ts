/** A promise with its two ends; ignoring it is allowed. */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

export function createDeferred(): Deferred {
  let ends: Pick<Deferred, "resolve" | "reject"> | undefined;
  const promise = new Promise<void>((resolve, reject) => {
    ends = { resolve, reject };
  });
  promise.catch(() => undefined); // whoever cares awaits the promise itself
  return { promise, resolve: () => ends?.resolve(), reject: (reason) => ends?.reject(reason) };
}
