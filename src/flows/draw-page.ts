// Flow: the pages of a document, and the picture of one of them, drawn when somebody first looks at it.
import type { Context } from "../context.ts";
import { keepPagePicture } from "../engines/page-picture.ts";
import { Fault } from "../fault.ts";
import { findDocument, listPageSizes, type PageSize } from "../store/documents.ts";

/** Throws Fault `not_found`. */
export async function listPages(
  context: Context,
  organizationId: string,
  documentId: string,
): Promise<PageSize[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    if (!(await findDocument(sql, documentId))) throw new Fault("not_found", "There is no such document.");
    return listPageSizes(sql, documentId);
  });
}

/**
 * PNG in the pixels of the quotes' boxes. Throws Fault `not_found` when there is no such page or its format has no
 * pictures, and what the reader throws.
 */
export async function drawPage(
  context: Context,
  organizationId: string,
  documentId: string,
  number: number,
): Promise<Buffer> {
  const [document, pages] = await context.database.asOrganization(organizationId, async (sql) => [
    await findDocument(sql, documentId),
    await listPageSizes(sql, documentId),
  ]);
  const page = pages.find((one) => one.number === number);
  if (!document || !page) throw new Fault("not_found", "There is no such page.");
  if (page.width === 0)
    throw new Fault("not_found", "Pages of this format have no picture: look at its passages instead.");
  return keepPagePicture(context, document, page);
}
