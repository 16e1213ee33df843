import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { getDocument } from "./list-evidence.ts";
import { keepBytes, receiveDocument } from "./receive-document.ts";
import { stateFacts } from "./state-facts.ts";

let product: Product;
let ada: Principal;

beforeAll(async () => {
  product = await openProduct();
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
});
afterAll(() => product?.close());

const write = (name: string) =>
  `# ${name}\n\nBackups of ${name} are completed every night and restored for a test.\n`;
const upload = (name: string) => product.upload(ada, `${name}.md`, write(name));
const supersede = (id: string, supersedes: string) => stateFacts(product.context, ada, id, { supersedes });
const look = (id: string) => getDocument(product.context, ada.organizationId, id);
const send = async (name: string, supersedesId: string | null) => {
  const bytes = Readable.from([Buffer.from(write(name))]);
  const kept = await keepBytes(product.context, ada, { name: `${name}.md`, bytes });
  return receiveDocument(product.context, ada, kept, supersedesId);
};
const refused = { code: "conflict" };

describe("versions of a document", () => {
  it("never go round in a circle", async () => {
    const [one, two, three] = [await upload("one"), await upload("two"), await upload("three")];
    await supersede(two, one);
    await expect(supersede(one, two)).rejects.toMatchObject(refused);
    await supersede(three, two);
    await expect(supersede(one, three)).rejects.toMatchObject(refused);
    await expect(supersede(three, three)).rejects.toMatchObject(refused);
    expect([(await look(one)).supersededAt !== null, (await look(three)).supersededAt]).toEqual([true, null]);
  });

  it("have one newest one, also while it is still being worked on", async () => {
    const old = await upload("old");
    const sent = await Promise.allSettled([send("newer a", old), send("newer b", old)]);
    expect(sent.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await expect(send("newer c", old)).rejects.toMatchObject(refused);
    const other = await upload("other");
    await expect(supersede(other, old)).rejects.toMatchObject(refused);
  });

  it("are not made by bytes that are a document already, and the refusal says what to do", async () => {
    const [first, second] = [await upload("first"), await upload("second")];
    await expect(send("second", first)).rejects.toMatchObject({ ...refused, message: /PATCH/ });
    await supersede(second, first);
    expect((await send("second", first)).document.id).toBe(second);
    await expect(send("first", second)).rejects.toMatchObject(refused);
    expect((await look(second)).supersededAt).toBeNull();
  });
});
