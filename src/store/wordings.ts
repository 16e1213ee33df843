// SQL of the words that points had, by the catalogue that was in use and by the organization's own frameworks.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { describePoint } from "../domain/catalogue.ts";
import type { DatedWords } from "../domain/dated.ts";
import { natureSchema } from "../domain/document.ts";

const rowSchema = z
  .object({
    pointId: z.string(),
    nature: natureSchema.nullable(),
    statement: z.string().nullable(),
    since: z.date(),
  })
  .transform(({ pointId, nature, statement, since }): DatedWords => {
    const words = nature === null || statement === null ? null : describePoint({ nature, statement });
    return { pointId, words, since };
  });

/** Words of points of the built-in catalogue, oldest first; a version that has a point no more ends them. */
export function listWordings(sql: Sql, pointIds: readonly string[]): Promise<DatedWords[]> {
  return sql.list(
    rowSchema,
    `select wanted.id as "pointId", point.nature, point.statement, since
     from catalogue_use
     cross join (select distinct id from point where id = any ($1)) wanted
     left join point on point.catalogue_version = catalogue_use.version and point.id = wanted.id
     order by catalogue_use.position`,
    [pointIds],
  );
}

/** Words of points of own frameworks, oldest first; a framework that was retired ends them. */
export function listOwnWordings(sql: Sql, pointIds: readonly string[]): Promise<DatedWords[]> {
  return sql.list(
    rowSchema,
    `with said as (
       select point->>'id' as id, point->>'nature' as nature, point->>'statement' as statement, imported_at, retired_at
       from own_framework, jsonb_array_elements(content->'topics') topic, jsonb_array_elements(topic->'points') point
       where point->>'id' = any ($1))
     select id as "pointId", nature, statement, imported_at as since from said
     union all select id, null, null, retired_at from said where retired_at is not null
     order by since, nature nulls first`,
    [pointIds],
  );
}
