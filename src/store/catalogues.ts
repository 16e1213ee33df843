// SQL of the catalogue: topics, points, frameworks, requirements, links, and the vectors of their words.
import { z } from "zod";
import { type Sql, toVector } from "../db/sql.ts";
import {
  type Catalogue,
  type Framework,
  frameworkSchema,
  informativeSchema,
  linkSchema,
  listComparable,
  type PublishedPair,
  partSchema,
  pointSchema,
  requirementSchema,
} from "../domain/catalogue.ts";

/** Inserts a whole catalogue; returns false when this version is there already. */
export async function insertCatalogue(sql: Sql, catalogue: Catalogue, at: Date): Promise<boolean> {
  const inserted = await sql.run(
    `insert into catalogue (version, loaded_at) values ($1, $2) on conflict (version) do nothing`,
    [catalogue.version, at],
  );
  if (inserted === 0) return false;
  await insertTopics(sql, catalogue);
  await insertPoints(sql, catalogue);
  const all = listComparable(catalogue);
  await insertFrameworks(sql, catalogue);
  await insertRequirements(sql, catalogue.version, all);
  await insertLinks(sql, catalogue.version, all);
  await insertPairs(sql, catalogue);
  return true;
}

function insertTopics(sql: Sql, { version, topics }: Catalogue): Promise<number> {
  const rows = topics.map(({ id, category, title }, position) => ({ id, category, title, position }));
  return sql.run(
    `insert into topic (catalogue_version, id, position, category, title)
     select $1, id, position, category, title
     from jsonb_to_recordset($2::jsonb) as row (id text, position integer, category text, title text)`,
    [version, JSON.stringify(rows)],
  );
}

function insertPoints(sql: Sql, { version, topics }: Catalogue): Promise<number> {
  const rows = topics
    .flatMap((topic) => topic.points.map((point) => ({ ...point, topicId: topic.id })))
    .map((point, position) => ({ ...point, position }));
  return sql.run(
    `insert into point (catalogue_version, id, topic_id, position, statement, nature, keywords, evidence, examples,
       frequency, does_not_prove, nist_800_53)
     select $1, id, "topicId", position, statement, nature, array(select jsonb_array_elements_text(keywords)), evidence,
       examples, frequency, "doesNotProve", array(select jsonb_array_elements_text(nist80053))
     from jsonb_to_recordset($2::jsonb) as row (id text, "topicId" text, position integer, statement text, nature text,
       keywords jsonb, evidence jsonb, examples jsonb, frequency text, "doesNotProve" text, nist80053 jsonb)`,
    [version, JSON.stringify(rows)],
  );
}

function insertFrameworks(sql: Sql, { version, frameworks, targets }: Catalogue): Promise<number> {
  const rows = [
    ...frameworks.map((framework) => ({ framework, isTarget: false })),
    ...targets.map((framework) => ({ framework, isTarget: true })),
  ].map(({ framework: { requirements, ...framework }, isTarget }, position) => ({
    ...framework,
    isTarget,
    position,
  }));
  return sql.run(
    `insert into framework (catalogue_version, id, position, title, edition, publisher, profile, parts, informative, is_target)
     select $1, id, position, title, edition, publisher, profile, parts, informative, "isTarget"
     from jsonb_to_recordset($2::jsonb) as row (id text, position integer, title text, edition text, publisher text,
       profile jsonb, parts jsonb, informative jsonb, "isTarget" boolean)`,
    [version, JSON.stringify(rows)],
  );
}

function insertRequirements(sql: Sql, version: string, frameworks: readonly Framework[]): Promise<number> {
  const rows = frameworks.flatMap((framework) =>
    framework.requirements.map(({ id, title, group, keywords }, position) => ({
      framework: framework.id,
      id,
      title,
      group,
      keywords,
      position,
    })),
  );
  return sql.run(
    `insert into requirement (catalogue_version, framework_id, id, position, title, group_id, keywords)
     select $1, framework, id, position, title, "group", array(select jsonb_array_elements_text(keywords))
     from jsonb_to_recordset($2::jsonb) as row (framework text, id text, position integer, title text, "group" text,
       keywords jsonb)`,
    [version, JSON.stringify(rows)],
  );
}

function insertLinks(sql: Sql, version: string, frameworks: readonly Framework[]): Promise<number> {
  const rows = frameworks.flatMap((framework) =>
    framework.requirements.flatMap((requirement) =>
      requirement.links.map((link, position) => ({
        framework: framework.id,
        requirement: requirement.id,
        ...link,
        position,
      })),
    ),
  );
  return sql.run(
    `insert into link (catalogue_version, framework_id, requirement_id, point_id, position, relation, required, one_of,
       rationale, provenance)
     select $1, framework, requirement, point, position, relation, required, "oneOf", rationale, provenance
     from jsonb_to_recordset($2::jsonb) as row (framework text, requirement text, point text, position integer,
       relation text, required boolean, "oneOf" text, rationale text, provenance jsonb)`,
    [version, JSON.stringify(rows)],
  );
}

function insertPairs(sql: Sql, { version, pairs }: Catalogue): Promise<number> {
  const rows = pairs.map(({ from, to, relation, source }, position) => ({
    position,
    fromFramework: from.framework,
    fromId: from.id,
    toFramework: to.framework,
    toId: to.id,
    relation,
    source,
  }));
  return sql.run(
    `insert into published_pair (catalogue_version, position, from_framework, from_id, to_framework, to_id, relation, source)
     select $1, position, "fromFramework", "fromId", "toFramework", "toId", relation, source
     from jsonb_to_recordset($2::jsonb) as row (position integer, "fromFramework" text, "fromId" text,
       "toFramework" text, "toId" text, relation text, source text)`,
    [version, JSON.stringify(rows)],
  );
}

const topicRowSchema = z.object({ id: z.string(), category: z.string(), title: z.string() });
const pointRowSchema = z.object({ ...pointSchema.shape, topicId: z.string() });
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().transform((value) => value ?? undefined);
const frameworkRowSchema = z.object({
  ...frameworkSchema.omit({ requirements: true, parts: true, informative: true }).shape,
  parts: optional(z.array(partSchema)),
  informative: optional(z.array(informativeSchema)),
  isTarget: z.boolean(),
});
const requirementRowSchema = z.object({
  ...requirementSchema.omit({ links: true }).shape,
  frameworkId: z.string(),
});
const linkRowSchema = z.object({
  ...linkSchema.shape,
  oneOf: optional(z.string()),
  frameworkId: z.string(),
  requirementId: z.string(),
});
const pairRowSchema = z.object({
  fromFramework: z.string(),
  fromId: z.string(),
  toFramework: z.string(),
  toId: z.string(),
  relation: z.string().nullable(),
  source: z.string(),
});

/** Notes that a version is in use from now on, unless it is already. */
export function insertCatalogueUse(sql: Sql, version: string, at: Date): Promise<number> {
  return sql.run(
    `insert into catalogue_use (version, since) select $1, $2
     where $1 is distinct from (select version from catalogue_use order by position desc limit 1)`,
    [version, at],
  );
}

/** The whole catalogue of one version, in the order in which it was written. */
export async function getCatalogue(sql: Sql, version: string): Promise<Catalogue> {
  const topics = await sql.list(
    topicRowSchema,
    `select id, category, title from topic where catalogue_version = $1 order by position`,
    [version],
  );
  const points = await sql.list(
    pointRowSchema,
    `select id, topic_id as "topicId", statement, nature, keywords, evidence, examples, frequency,
       does_not_prove as "doesNotProve", nist_800_53 as nist80053
     from point where catalogue_version = $1 order by position`,
    [version],
  );
  const frameworks = await listFrameworks(sql, version);
  const listKind = (wanted: boolean) =>
    frameworks.flatMap(({ isTarget, ...framework }) => (isTarget === wanted ? [framework] : []));
  return {
    version,
    topics: topics.map((topic) => ({
      ...topic,
      points: points.filter((point) => point.topicId === topic.id).map(({ topicId, ...point }) => point),
    })),
    frameworks: listKind(false),
    targets: listKind(true),
    pairs: await listPairs(sql, version),
  };
}

async function listPairs(sql: Sql, version: string): Promise<PublishedPair[]> {
  const rows = await sql.list(
    pairRowSchema,
    `select from_framework as "fromFramework", from_id as "fromId", to_framework as "toFramework", to_id as "toId",
       relation, source
     from published_pair where catalogue_version = $1 order by position`,
    [version],
  );
  return rows.map(({ fromFramework, fromId, toFramework, toId, relation, source }) => ({
    from: { framework: fromFramework, id: fromId },
    to: { framework: toFramework, id: toId },
    relation,
    source,
  }));
}

async function listFrameworks(sql: Sql, version: string): Promise<(Framework & { isTarget: boolean })[]> {
  const frameworks = await sql.list(
    frameworkRowSchema,
    `select id, title, edition, publisher, profile, parts, informative, is_target as "isTarget"
     from framework where catalogue_version = $1 order by position`,
    [version],
  );
  const requirements = await sql.list(
    requirementRowSchema,
    `select framework_id as "frameworkId", id, title, group_id as "group", keywords
     from requirement where catalogue_version = $1 order by position`,
    [version],
  );
  const links = await sql.list(
    linkRowSchema,
    `select framework_id as "frameworkId", requirement_id as "requirementId", point_id as point, relation, required,
       one_of as "oneOf", rationale, provenance
     from link where catalogue_version = $1 order by position`,
    [version],
  );
  return frameworks.map((framework) => ({
    ...framework,
    requirements: requirements
      .filter((requirement) => requirement.frameworkId === framework.id)
      .map(({ frameworkId, ...requirement }) => ({
        ...requirement,
        links: links
          .filter((link) => link.frameworkId === framework.id && link.requirementId === requirement.id)
          .map(({ frameworkId: _, requirementId: __, ...link }) => link),
      })),
  }));
}

const vectorRowSchema = z.object({
  sha256: z.string(),
  vector: z.string().transform((text) => Float32Array.from(JSON.parse(text) as number[])),
});

/** Vectors of catalogue texts by the SHA-256 of the text. */
export async function listCatalogueVectors(sql: Sql, model: string): Promise<Map<string, Float32Array>> {
  const rows = await sql.list(
    vectorRowSchema,
    `select text_sha256 as sha256, embedding::text as vector from catalogue_vector where model = $1`,
    [model],
  );
  return new Map(rows.map((row) => [row.sha256, row.vector]));
}

export async function insertCatalogueVectors(
  sql: Sql,
  model: string,
  vectors: readonly { sha256: string; vector: Float32Array }[],
): Promise<void> {
  const rows = vectors.map(({ sha256, vector }) => ({ sha256, vector: toVector(vector) }));
  await sql.run(
    `insert into catalogue_vector (model, text_sha256, embedding)
     select $1, sha256, vector::vector from jsonb_to_recordset($2::jsonb) as row (sha256 text, vector text)
     on conflict do nothing`,
    [model, JSON.stringify(rows)],
  );
}
