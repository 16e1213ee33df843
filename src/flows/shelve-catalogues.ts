// Flow: the built-in catalogue and each organization's own, with their analysers, ready to hand.
import type { Context } from "../context.ts";
import { type Analyser, buildAnalyser, joinAnalysers, listCatalogueTexts } from "../domain/analyser.ts";
import { type Catalogue, listPoints, type Point } from "../domain/catalogue.ts";
import { extendCatalogue } from "../domain/own-catalogue.ts";
import { embedMissing } from "../engines/embed-missing.ts";
import { Fault } from "../fault.ts";
import { listCatalogueVectors } from "../store/catalogues.ts";
import {
  insertOwnVectors,
  listOwnFrameworks,
  listOwnVectors,
  listOwnVersions,
} from "../store/own-frameworks.ts";

/** A catalogue with its points by id. */
export type KnownCatalogue = { catalogue: Catalogue; points: ReadonlyMap<string, Point> };

/** So many organizations' own catalogues are held in memory. */
const shelfSize = 16;

type Shelf = Pick<Context, "getCatalogue" | "getAnalyser" | "useAnalyser">;
type Own = KnownCatalogue & { version: string; analyser: Promise<Analyser> | null };

export function buildShelf({
  database,
  embedder,
  lexicon,
}: Pick<Context, "database" | "embedder" | "lexicon">): Shelf {
  let builtIn: Analyser | undefined;
  const shelf = new Map<string, Own>();

  const getBuiltIn = (): Analyser => {
    if (builtIn) return builtIn;
    throw new Fault("unavailable", "The catalogue is not loaded yet: try again in a moment.");
  };

  /** Null for an organization without frameworks of its own. */
  const findOwn = async (organizationId: string): Promise<Own | null> => {
    const { catalogue } = getBuiltIn();
    const versions = await database.asOrganization(organizationId, (sql) => listOwnVersions(sql));
    if (versions.length === 0) return null;
    const version = [catalogue.version, ...versions.map((one) => one.version)].join("+");
    const known = shelf.get(organizationId);
    if (known?.version === version) return known;
    const kept = await database.asOrganization(organizationId, (sql) => listOwnFrameworks(sql));
    const extended = extendCatalogue(catalogue, kept);
    const points = new Map(listPoints(extended).map((point) => [point.id, point]));
    const own: Own = { catalogue: extended, points, version: extended.version, analyser: null };
    shelf.delete(organizationId);
    shelf.set(organizationId, own);
    for (const oldest of [...shelf.keys()].slice(0, -shelfSize)) shelf.delete(oldest);
    return own;
  };

  const build = async (organizationId: string, { catalogue }: Own): Promise<Analyser> => {
    const shared = await database.asSystem((sql) => listCatalogueVectors(sql, embedder.model));
    const stored = await database.asOrganization(organizationId, (sql) =>
      listOwnVectors(sql, embedder.model),
    );
    const texts = listCatalogueTexts(catalogue);
    const { vectors, added } = await embedMissing(texts, embedder, new Map([...shared, ...stored]));
    if (added.length > 0) {
      await database.asOrganization(organizationId, (sql) =>
        insertOwnVectors(sql, organizationId, embedder.model, added),
      );
    }
    return joinAnalysers(getBuiltIn(), buildAnalyser(catalogue, vectors, lexicon));
  };

  return {
    getCatalogue: async (organizationId) => {
      const own = organizationId === null ? null : await findOwn(organizationId);
      return own ?? getBuiltIn();
    },
    getAnalyser: async (organizationId) => {
      const own = organizationId === null ? null : await findOwn(organizationId);
      if (!own || organizationId === null) return getBuiltIn();
      // Whoever asks meanwhile waits for the same work; after a failure the next one tries anew.
      own.analyser ??= build(organizationId, own).catch((error: unknown) => {
        own.analyser = null;
        throw error;
      });
      return own.analyser;
    },
    useAnalyser: (analyser) => {
      builtIn = analyser;
    },
  };
}
