// Where a run of the crash bench keeps its data: a folder with the embedded database, or a database of its own on a
// server.
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Database, openDatabase } from "../../src/db/database.ts";

export type Place = {
  env: Record<string, string>;
  /** Jobs of documents that nobody works on any more have been silent for long: five minutes need not pass. */
  forgetWorkers(livingDocumentIds: readonly string[]): Promise<void>;
};
export type Places = {
  isServer: boolean;
  /** A new, empty one, or a copy of another one that nobody uses. */
  open(name: string, from?: string): Promise<Place>;
  close(): Promise<void>;
};

export async function openPlaces(folder: string, serverUrl: string | undefined): Promise<Places> {
  const copy = async (name: string, from: string | undefined): Promise<{ DATA_DIR: string }> => {
    if (from !== undefined) await cp(join(folder, from), join(folder, name), { recursive: true });
    return { DATA_DIR: join(folder, name) };
  };
  if (serverUrl === undefined) {
    const open = async (name: string, from?: string): Promise<Place> => ({
      env: await copy(name, from),
      forgetWorkers: async () => undefined,
    });
    return { isServer: false, open, close: async () => undefined };
  }
  const admin = await openDatabase({ url: serverUrl, dataFolder: folder });
  const opened: Database[] = [];
  const names: string[] = [];
  const rename = (name: string) => `evidence_gradient_crash_${process.pid}_${name.toLowerCase()}`;
  return {
    isServer: true,
    open: async (name, from) => {
      const database = rename(name);
      await admin.pool.query(`create database ${database}${from ? ` template ${rename(from)}` : ""}`);
      names.push(database);
      const url = new URL(serverUrl);
      url.pathname = `/${database}`;
      const own = await openDatabase({ url: url.href, dataFolder: folder, poolSize: 1 });
      opened.push(own);
      return {
        env: { ...(await copy(name, from)), DATABASE_URL: url.href },
        forgetWorkers: async (living) => {
          await own.pool.query(
            `update pgboss.job set started_on = now() - interval '6 minutes'
             where state = 'active' and not data->>'documentId' = any ($1)`,
            [living],
          );
        },
      };
    },
    close: async () => {
      for (const database of opened) await database.close();
      for (const name of names) await admin.pool.query(`drop database ${name} with (force)`);
      await admin.close();
    },
  };
}
