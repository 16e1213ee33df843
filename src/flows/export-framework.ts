// Flow: a framework or what two of them share leaves as OSCAL.
import type { Context } from "../context.ts";
import {
  describeUnknownFramework,
  type Framework,
  findFramework,
  listComparable,
} from "../domain/catalogue.ts";
import { type ExportCatalog, exportOscalCatalog } from "../domain/oscal-export.ts";
import { type ExportMapping, exportOscalMapping } from "../domain/oscal-mapping.ts";
import { buildNameUuid } from "../engines/name-uuid.ts";
import { Fault } from "../fault.ts";

/** Throws Fault `not_found`. */
export async function exportCatalog(
  context: Pick<Context, "getCatalogue" | "clock">,
  organizationId: string | null,
  frameworkId: string,
): Promise<ExportCatalog> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  return exportOscalCatalog(pick(listComparable(catalogue), frameworkId), points, buildStamp(context));
}

/** Throws Fault `not_found`, and `invalid_input` for two frameworks that share nothing or are the same. */
export async function exportMapping(
  context: Pick<Context, "getCatalogue" | "clock">,
  organizationId: string | null,
  fromId: string,
  toId: string,
): Promise<ExportMapping> {
  if (fromId === toId)
    throw new Fault("invalid_input", `"${fromId}" is named twice. Name different frameworks.`);
  const { catalogue } = await context.getCatalogue(organizationId);
  const all = listComparable(catalogue);
  const outcome = exportOscalMapping(
    pick(all, fromId),
    pick(all, toId),
    catalogue.pairs,
    buildStamp(context),
  );
  if ("flaws" in outcome) throw new Fault("invalid_input", outcome.flaws.join(" "));
  return outcome.value;
}

function pick(frameworks: readonly Framework[], id: string): Framework {
  const framework = findFramework(frameworks, id);
  if (!framework) throw new Fault("not_found", describeUnknownFramework(frameworks, id));
  return framework;
}

function buildStamp({ clock }: Pick<Context, "clock">) {
  return { lastModified: clock(), newUuid: buildNameUuid };
}
