// The structure of OSCAL catalogs (1.0 to 1.2) as far as an import reads it; what it does not read is dropped.
// It asks less than the published schema: catalogs in use have ids that are not tokens, and that harms nobody.
import { z } from "zod";

const idSchema = z.string().trim().min(1).max(200);
const lineSchema = z.string().max(4_000);
const proseSchema = z.string().max(50_000);

/** A list that may be absent; absent is empty. */
export function listOf<Item extends z.ZodType>(item: Item, limit: number) {
  return z.array(item).max(limit).default([]);
}

export const propSchema = z.object({
  name: idSchema,
  value: lineSchema,
  class: lineSchema.optional(),
  ns: lineSchema.optional(),
});
export type OscalProp = z.infer<typeof propSchema>;

export const oscalLinkSchema = z.object({ href: lineSchema, rel: lineSchema.optional() });
type OscalLink = z.infer<typeof oscalLinkSchema>;

export const paramSchema = z.object({
  id: idSchema,
  class: lineSchema.optional(),
  props: listOf(propSchema, 100),
  label: lineSchema.optional(),
  constraints: listOf(z.object({ description: proseSchema.optional() }), 50),
  values: listOf(lineSchema, 100),
  select: z.object({ "how-many": lineSchema.optional(), choice: listOf(lineSchema, 100) }).optional(),
});
export type OscalParam = z.infer<typeof paramSchema>;

export type OscalPart = {
  id?: string | undefined;
  name: string;
  ns?: string | undefined;
  class?: string | undefined;
  title?: string | undefined;
  props: OscalProp[];
  prose?: string | undefined;
  parts: OscalPart[];
  links: OscalLink[];
};

export const partSchema: z.ZodType<OscalPart> = z.object({
  id: idSchema.optional(),
  name: idSchema,
  ns: lineSchema.optional(),
  class: lineSchema.optional(),
  title: lineSchema.optional(),
  props: listOf(propSchema, 200),
  prose: proseSchema.optional(),
  parts: listOf(
    z.lazy(() => partSchema),
    2_000,
  ),
  links: listOf(oscalLinkSchema, 2_000),
});

export type OscalControl = {
  id: string;
  class?: string | undefined;
  title: string;
  params: OscalParam[];
  props: OscalProp[];
  links: OscalLink[];
  parts: OscalPart[];
  controls: OscalControl[];
};

const controlSchema: z.ZodType<OscalControl> = z.object({
  id: idSchema,
  class: lineSchema.optional(),
  title: lineSchema.min(1),
  params: listOf(paramSchema, 500),
  props: listOf(propSchema, 200),
  links: listOf(oscalLinkSchema, 2_000),
  parts: listOf(partSchema, 2_000),
  controls: listOf(
    z.lazy(() => controlSchema),
    5_000,
  ),
});

export type OscalGroup = {
  id?: string | undefined;
  class?: string | undefined;
  title: string;
  params: OscalParam[];
  props: OscalProp[];
  groups: OscalGroup[];
  controls: OscalControl[];
};

const groupSchema: z.ZodType<OscalGroup> = z.object({
  id: idSchema.optional(),
  class: lineSchema.optional(),
  title: lineSchema.min(1),
  params: listOf(paramSchema, 500),
  props: listOf(propSchema, 200),
  groups: listOf(
    z.lazy(() => groupSchema),
    2_000,
  ),
  controls: listOf(controlSchema, 5_000),
});

export const metadataSchema = z.object({
  title: lineSchema.min(1),
  "last-modified": lineSchema.optional(),
  version: lineSchema.min(1),
  "oscal-version": z
    .string()
    .regex(/^v?1\.\d+\.\d+(?!-milestone)/i, "only OSCAL 1.0 to 1.2 can be read: convert the file"),
  parties: listOf(z.object({ uuid: idSchema, name: lineSchema.optional() }), 500),
  "responsible-parties": listOf(z.object({ "role-id": idSchema, "party-uuids": listOf(idSchema, 100) }), 100),
});

export const backMatterSchema = z.object({
  resources: listOf(
    z.object({
      uuid: idSchema,
      title: lineSchema.optional(),
      rlinks: listOf(z.object({ href: lineSchema, "media-type": lineSchema.optional() }), 50),
    }),
    5_000,
  ),
});

export const catalogSchema = z.object({
  uuid: idSchema,
  metadata: metadataSchema,
  params: listOf(paramSchema, 5_000),
  groups: listOf(groupSchema, 2_000),
  controls: listOf(controlSchema, 5_000),
  "back-matter": backMatterSchema.optional(),
});
export type OscalCatalog = z.infer<typeof catalogSchema>;

export const catalogFileSchema = z.object({ catalog: catalogSchema });
