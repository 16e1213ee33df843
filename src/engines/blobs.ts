// The port of the byte store: files by the SHA-256 of their content, within an organization.
import type { Readable } from "node:stream";
import type { IntegrityFailure } from "../domain/document.ts";

export type StoredBlob = { sha256: string; sizeBytes: number };

export type BytesFound = "intact" | IntegrityFailure;

export interface Blobs {
  /**
   * Streams bytes into the store; nothing is visible until all have arrived.
   * Throws Fault `too_large` past `limitBytes`.
   */
  put(organizationId: string, bytes: Readable, limitBytes: number): Promise<StoredBlob>;
  /** Path of a file with these bytes. Throws Fault `not_found`. */
  getPath(organizationId: string, sha256: string): Promise<string>;
  /**
   * What was made of a file before (a picture of its page), or is now made and kept; it may be lost at any time.
   * `name` is a plain file name.
   */
  keepDerived(
    organizationId: string,
    sha256: string,
    name: string,
    make: () => Promise<Buffer>,
  ): Promise<Buffer>;
  /** Lends a new, empty folder beside the files, and removes it with all that is in it afterwards. */
  lendFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result>;
  /**
   * Reads the whole file and compares it with its hash. Throws Fault `unavailable` when the store itself cannot be
   * reached: a disk that is not there now says nothing about the files on it.
   */
  verify(organizationId: string, sha256: string): Promise<BytesFound>;
}
