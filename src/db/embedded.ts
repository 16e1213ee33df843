// The embedded database: PGlite in the data folder, served to this process on a private unix socket.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import lockfile from "proper-lockfile";
import { Fault } from "../fault.ts";

export type Embedded = {
  connection: { host: string; port: number; user: string; database: string };
  close: () => Promise<void>;
};

/** A data folder of this name lives in memory only (for tests). */
export const inMemory = ":memory:";

/**
 * Opens the database and serves it. Two processes on one data folder would silently lose writes, hence the lock:
 * throws Fault `conflict` when another process holds it.
 */
export async function openEmbedded(dataFolder: string, template?: Blob): Promise<Embedded> {
  const unlock = dataFolder === inMemory ? async () => undefined : await lockFolder(dataFolder);
  try {
    const database = await PGlite.create({
      ...(dataFolder === inMemory ? {} : { dataDir: join(dataFolder, "database") }),
      ...(template && { loadDataDir: template }),
      extensions: { vector },
    });
    const served = await serve(database);
    return {
      connection: served.connection,
      close: async () => {
        await served.close();
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function lockFolder(dataFolder: string): Promise<() => Promise<void>> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const ownerFile = join(dataFolder, "owner");
  try {
    // Only one process at a time may look whether the owner is dead and take its place.
    const leaveDoor = await lockPath(join(dataFolder, "door"), {
      stale: 5_000,
      retries: { retries: 14, factor: 1, minTimeout: 500 },
    });
    try {
      const lockedPath = join(dataFolder, "database");
      if (await isOwnerDead(ownerFile)) await rm(`${lockedPath}.lock`, { recursive: true, force: true });
      // Long work may keep the lock from being renewed for a while, so it is slow to count as abandoned.
      const unlock = await lockPath(lockedPath, { stale: 60_000, update: 5_000 });
      await writeFile(ownerFile, String(process.pid));
      return async () => {
        await rm(ownerFile, { force: true });
        await unlock();
      };
    } finally {
      await leaveDoor();
    }
  } catch (error) {
    throw new Fault(
      "conflict",
      `Another process is using the data folder ${dataFolder}. Stop it, or talk to it over HTTP, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** The library tells locks apart by their path, so each has one of its own; the path itself need not exist. */
function lockPath(path: string, options: lockfile.LockOptions): Promise<() => Promise<void>> {
  return lockfile.lock(path, {
    ...options,
    realpath: false,
    // Whoever lost the lock must not write another byte.
    onCompromised: (cause) => {
      throw new Fault("conflict", `The lock on ${path} was lost: another process may have taken it.`, {
        cause,
      });
    },
  });
}

/** True when the process that wrote the owner file was killed and could not unlock. */
async function isOwnerDead(ownerFile: string): Promise<boolean> {
  const owner = Number(await readFile(ownerFile, "utf8").catch(() => ""));
  if (!owner || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

async function serve(database: PGlite) {
  if (process.platform === "win32") {
    throw new Fault(
      "unavailable",
      "The embedded database needs unix sockets: set DATABASE_URL to a PostgreSQL server.",
    );
  }
  // Socket paths are limited to about 100 characters, so the folder is not below the data folder.
  const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-"));
  const port = 5432;
  const server = new PGLiteSocketServer({
    db: database,
    path: join(folder, `.s.PGSQL.${port}`),
    // One is used; a second may connect while the first, after an error, is being replaced.
    maxConnections: 4,
  });
  await server.start();
  return {
    connection: { host: folder, port, user: "postgres", database: "postgres" },
    close: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
