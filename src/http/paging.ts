// Lists come in pages; the cursor of the next page says where this one ended.
import { z } from "@hono/zod-openapi";
import { Fault } from "../fault.ts";

export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional().openapi({ description: "`nextCursor` of the page before" }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function buildPageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** Null without a cursor. Throws Fault `invalid_input` for one that this list did not give out. */
export function parseCursor<Position extends z.ZodType>(
  schema: Position,
  cursor: string | undefined,
): z.output<Position> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new Fault("invalid_input", "The cursor is not one of this list: start without a cursor.", {
      cause,
    });
  }
}

/** Of one item more than was asked for: the page, and the cursor of what follows. */
export function cutPage<Item>(
  found: readonly Item[],
  limit: number,
  getPosition: (item: Item) => unknown,
): { items: Item[]; nextCursor: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? writeCursor(getPosition(last)) : null };
}

const momentSchema = z.object({ at: z.coerce.date(), id: z.uuid() });

/**
 * The page of a whole list in order of a moment, then id, that begins after the cursor's place: also when what stood
 * there is gone. Throws Fault `invalid_input` for a cursor of another list.
 */
export function cutByMoment<Item extends { id: string }>(
  all: readonly Item[],
  { cursor, limit }: z.output<typeof pageQuerySchema>,
  getMoment: (item: Item) => Date,
): { items: Item[]; nextCursor: string | null } {
  const after = parseCursor(momentSchema, cursor);
  const isBeyond = (item: Item) => {
    if (after === null) return true;
    const ahead = getMoment(item).getTime() - after.at.getTime();
    return ahead > 0 || (ahead === 0 && item.id > after.id);
  };
  const found = all.filter(isBeyond).slice(0, limit + 1);
  return cutPage(found, limit, (item) => ({ at: getMoment(item), id: item.id }));
}
