// The port of sentence embedding: texts in, unit vectors out.

export interface Embedder {
  /** Model id and dimensions are stored with every vector; vectors of different models are never mixed. */
  readonly model: string;
  readonly dimensions: number;
  /**
   * Embeds texts in the given order; each vector has length 1 (Euclidean).
   * `onProgress` tells how many texts are done. Throws Fault `unavailable` or `timed_out`.
   */
  embed(texts: readonly string[], onProgress?: (done: number) => void): Promise<Float32Array[]>;
  close(): Promise<void>;
}
