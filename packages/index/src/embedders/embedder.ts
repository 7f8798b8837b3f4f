/**
 * The `Embedder` port: turns texts into vectors. Implementations are free to call a model or a service; the index only
 * asks for texts in batches and checks the dimension.
 */
export interface Embedder {
  /** Names the model; vectors of different names never meet. */
  readonly name: string;
  /** Length of each vector. */
  readonly dimensions: number;
  /** One vector per text, in order. The vectors belong to the caller. */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal | undefined }): Promise<Float32Array[]>;
}
