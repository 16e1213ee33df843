// Looks into a zip-based file before any parser does: counts the real bytes that come out, and refuses bombs.
import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { Fault } from "../fault.ts";

const limits = { entries: 10_000, entryBytes: 60_000_000, totalBytes: 120_000_000 };

/** Throws Fault `unreadable_file` for damage, too much content, and XML that declares entities. */
export async function walkZip(path: string): Promise<void> {
  const zip = await openZip(path);
  let totalBytes = 0;
  let entries = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > limits.entries) throw refuseBomb();
      totalBytes += await walkEntry(zip, entry, limits.totalBytes - totalBytes);
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("unreadable_file", "The file is damaged: save it again from its source.", { cause });
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false });
  } catch (cause) {
    throw new Fault("unreadable_file", "The file is damaged: save it again from its source.", { cause });
  }
}

async function walkEntry(zip: ZipFile, entry: Entry, bytesLeft: number): Promise<number> {
  if (entry.fileName.endsWith("/")) return 0;
  if ((entry.generalPurposeBitFlag & 1) === 1) {
    throw new Fault(
      "unreadable_file",
      "The file is encrypted: save it without a password and upload it again.",
    );
  }
  const isXml = /\.(xml|rels|vml)$/i.test(entry.fileName);
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let sizeBytes = 0;
  let tail = "";
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limits.entryBytes || sizeBytes > bytesLeft) {
      stream.destroy();
      throw refuseBomb();
    }
    if (!isXml) continue;
    // UTF-16 would hide the word behind zero bytes.
    const text = tail + chunk.toString("latin1").replaceAll("\0", "");
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
      stream.destroy();
      throw new Fault(
        "unreadable_file",
        "The file declares XML entities, which office programs never write: save it again from its source.",
      );
    }
    tail = text.slice(-16);
  }
  return sizeBytes;
}

function refuseBomb(): Fault {
  return new Fault(
    "unreadable_file",
    "The file unpacks to far more than a document holds: split it, or save it again from its source.",
  );
}
