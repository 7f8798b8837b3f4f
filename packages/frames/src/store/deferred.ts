/** A promise with its two ends; ignoring it is allowed. */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

export function createDeferred(): Deferred {
  let resolve: Deferred["resolve"] = ignore;
  let reject: Deferred["reject"] = ignore;
  const promise = new Promise<void>((...ends) => {
    [resolve, reject] = ends;
  });
  promise.catch(ignore); // whoever cares awaits the promise itself
  return { promise, resolve, reject };
}

function ignore(): void {}
