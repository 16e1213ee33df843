// UUIDs of version 5 (RFC 9562): the same name has the same one, here and on every other machine.
import { createHash } from "node:crypto";

/** Namespace of this product's exports; a random UUID that never changes. */
const namespace = "0f6c1f0e-6f5c-4d0b-9a52-7a3c7f0d5b1e";

export function buildNameUuid(name: string): string {
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
