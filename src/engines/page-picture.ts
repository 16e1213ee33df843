// The picture of a page: drawn when it is first wanted, then kept; for models made smaller.
import sharp from "sharp";
import type { Blobs } from "./blobs.ts";
import type { PageToDraw, Reader } from "./reader.ts";

type Engines = { blobs: Blobs; reader: Reader };
type Source = { organizationId: string; sha256: string; fileName: string };

/** PNG in the pixels of the quotes' boxes. Throws Fault `not_found`, and what the reader throws. */
export function keepPagePicture(
  { blobs, reader }: Engines,
  { organizationId, sha256, fileName }: Source,
  page: PageToDraw,
): Promise<Buffer> {
  const name = `page-${page.number}-${reader.name}-${reader.version}.png`;
  return blobs.keepDerived(organizationId, sha256, name, async () => {
    const path = await blobs.getPath(organizationId, sha256);
    return reader.drawPage({ path, name: fileName }, page);
  });
}

/** What a model that can see is shown of a page; null for one that cannot, and for pages without a picture. */
export async function showPageToModel(
  engines: Engines & { chat: { canSee: boolean } | null },
  source: Source,
  pages: readonly PageToDraw[],
  pageNumber: number,
): Promise<string | null> {
  if (!engines.chat?.canSee) return null;
  const page = pages.find(({ number, width }) => number === pageNumber && width > 0);
  return page ? keepPictureForModel(engines, source, page) : null;
}

/** Longest side in pixels: an 11-pixel font of a screen of 2,880 pixels stays legible; models scale down what is larger. */
const longestSide = 2_000;

/** A `data:image/jpeg` URL, about 0.1 to 0.6 MB. Kept, so that a question that is asked again is the same question. */
export async function keepPictureForModel(
  engines: Engines,
  source: Source,
  page: PageToDraw,
): Promise<string> {
  const name = `look-${page.number}-${longestSide}-${engines.reader.name}-${engines.reader.version}.jpg`;
  const picture = await engines.blobs.keepDerived(source.organizationId, source.sha256, name, async () =>
    sharp(await keepPagePicture(engines, source, page))
      .flatten({ background: "white" })
      .resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
      // Thin coloured letters blur when their colour is stored at half the size.
      .jpeg({ quality: 85, chromaSubsampling: "4:4:4" })
      .toBuffer(),
  );
  return `data:image/jpeg;base64,${picture.toString("base64")}`;
}
