/** The parts of the WebAssembly JavaScript API that are used here: TypeScript has their types only among those of browsers. */

interface Memory {
  /** Replaced when the memory grows. */
  readonly buffer: ArrayBuffer;
  /** @throws RangeError beyond the maximum, or when there is not so much. */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Memory: new (limits: { readonly initial: number; readonly maximum: number }) => Memory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
  validate(bytes: Uint8Array): boolean;
}

/** Undefined where the program runs without (node --jitless). */
export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
}
