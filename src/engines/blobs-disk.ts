// Uploaded files in a folder: <organization>/<first two hex>/<sha256>, complete or not there at all.
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { Fault } from "../fault.ts";
import type { Blobs, StoredBlob } from "./blobs.ts";

const organizationIdSchema = z.uuid();
const nameSchema = z.string().regex(/^\w[\w.-]{0,99}$/);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

export function buildDiskBlobs(settings: { folder: string }): Blobs {
  const getFolder = (organizationId: string, sha256: string): string => {
    const isSafe =
      organizationIdSchema.safeParse(organizationId).success && sha256Schema.safeParse(sha256).success;
    if (!isSafe) throw new Fault("not_found", "There is no such file.");
    return join(settings.folder, organizationId, sha256.slice(0, 2));
  };
  const getPath = async (organizationId: string, sha256: string): Promise<string> => {
    const path = join(getFolder(organizationId, sha256), sha256);
    await access(path).catch((cause: unknown) => {
      throw new Fault("not_found", "The file's bytes are missing from the data folder.", { cause });
    });
    return path;
  };
  return {
    getPath,
    put: async (organizationId, bytes, limitBytes) => {
      const arriving = join(settings.folder, "arriving");
      await mkdir(arriving, { recursive: true, mode: 0o700 });
      const temporary = join(arriving, randomUUID());
      try {
        const stored = await writeStream(temporary, bytes, limitBytes);
        const folder = getFolder(organizationId, stored.sha256);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await rename(temporary, join(folder, stored.sha256));
        return stored;
      } finally {
        await rm(temporary, { force: true });
      }
    },
    keepDerived: async (organizationId, sha256, name, make) => {
      const folder = join(getFolder(organizationId, sha256), `${sha256}.derived`);
      if (!nameSchema.safeParse(name).success)
        throw new Fault("invalid_input", "This is no plain file name.");
      const kept = await readFile(join(folder, name)).catch(() => null);
      if (kept) return kept;
      const made = await make();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = join(folder, randomUUID());
      await writeFile(temporary, made, { mode: 0o600 });
      await rename(temporary, join(folder, name));
      return made;
    },
    lendFolder: async (use) => {
      const folder = join(settings.folder, "lent", randomUUID());
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        return await use(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    verify: async (organizationId, sha256) => {
      const folder = getFolder(organizationId, sha256);
      await access(settings.folder).catch(refuseStore);
      try {
        const hash = createHash("sha256");
        for await (const chunk of createReadStream(join(folder, sha256))) hash.update(chunk);
        return hash.digest("hex") === sha256 ? "intact" : "changed";
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return "missing";
        return refuseStore(error);
      }
    },
  };
}

function refuseStore(cause: unknown): never {
  throw new Fault(
    "unavailable",
    "The stored files cannot be read: check that DATA_DIR is there and readable.",
    {
      cause,
    },
  );
}

async function writeStream(path: string, bytes: Readable, limitBytes: number): Promise<StoredBlob> {
  const file = await open(path, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limitBytes) throw buildTooLarge(limitBytes);
      hash.update(chunk);
      await file.write(chunk);
    }
    // The document's row will say that these bytes are there: they must outlive a loss of power.
    await file.sync();
    return { sha256: hash.digest("hex"), sizeBytes };
  } finally {
    await file.close();
  }
}

export function buildTooLarge(limitBytes: number): Fault {
  const limit = Math.floor(limitBytes / 1024 / 1024);
  return new Fault(
    "too_large",
    `The file is larger than ${limit} MB: split it, or let the operator raise MAX_UPLOAD_MB.`,
  );
}
