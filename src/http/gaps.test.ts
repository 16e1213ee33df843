import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ChatQuestion } from "../domain/chat.ts";
import { gapSchema } from "../domain/gap.ts";
import type { Principal } from "../domain/principal.ts";
import type { WrittenGap } from "../domain/written-gap.ts";
import { buildScriptedChat, type ScriptedChat } from "../engines/chat-scripted.ts";
import { Fault } from "../fault.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { decideScope } from "../flows/decide-scope.ts";
import { buildApp } from "./app.ts";

const now = new Date("2026-06-01T10:00:00.000Z");

let product: Product;
let model: ScriptedChat;
let app: ReturnType<typeof buildApp>;
/** What the model answers, changed by each test that is about it. */
let answer: (question: ChatQuestion<z.ZodType>) => unknown;

beforeAll(async () => {
  product = await openProduct(
    {
      clock: () => now,
      buildChat: (record) => {
        model = buildScriptedChat({ answer: (question) => answer(question), record, clock: () => now });
        return model;
      },
    },
    { CHAT_DAILY_TOKENS: "20" },
  );
  app = buildApp(product.context, "0.0.0");
});
afterAll(() => product?.close());

const pageSchema = z.object({
  items: z.array(gapSchema),
  nextCursor: z.string().nullable(),
  total: z.number(),
  frameworks: z.array(z.string()),
  isScopeChosen: z.boolean(),
  documentCount: z.number(),
  notes: z.array(z.string()),
  refused: z.array(z.object({ pointId: z.string(), reason: z.string() })),
});

type Acme = { principal: Principal; get: (path: string) => Promise<Response> };

/** An organization of its own, because a day's budget is one organization's. */
async function openOrganization(slug: string): Promise<Acme> {
  const { principal, key } = await product.addPrincipal(slug, "Ada", "person", ["uploader"]);
  return {
    principal,
    get: async (path) => app.request(path, { headers: { authorization: `Bearer ${key}` } }),
  };
}

async function list(acme: Acme, path: string) {
  const response = await acme.get(path);
  expect(response.status).toBe(200);
  return pageSchema.parse(JSON.parse(await response.text()));
}

const lineSchema = z.object({ id: z.string(), kinds: z.record(z.string(), z.string()) });

/** Sound advice for every gap that a question is about. */
function writeAll({ prompt }: ChatQuestion<z.ZodType>): WrittenGap[] {
  return [...prompt.user.matchAll(/^\{"id":"[^"]+","nature".*$/gm)].map(([line]) => {
    const { id, kinds } = lineSchema.parse(JSON.parse(line));
    return {
      pointId: id,
      kind: Object.keys(kinds).at(-1) ?? "",
      advice: "Export the list from your ticket system for the last quarter, with the dates of each step.",
      owner: null,
      documentIds: [],
      example: "Ticket 41, opened on 3 March, closed on 4 March by K. Mbeki.",
    };
  });
}

describe("gaps over HTTP", () => {
  it("are those of everything while nothing is chosen, and of what is chosen after that", async () => {
    const acme = await openOrganization("scoping");
    const all = await list(acme, "/v1/gaps?limit=3");
    expect(all).toMatchObject({ isScopeChosen: false, documentCount: 0, notes: [], refused: [] });
    expect(all.frameworks).toContain("gdpr");
    expect(all.items.every(({ analyser, promptVersion }) => analyser === "catalogue" && !promptVersion)).toBe(
      true,
    );
    for (const id of ["soc2-tsc-2017", "iso27001-2022"])
      await decideScope(product.context, acme.principal, id, {
        kind: "framework",
        isChosen: true,
        parts: [],
      });
    const chosen = await list(acme, "/v1/gaps?limit=500");
    expect(chosen).toMatchObject({ isScopeChosen: true, frameworks: ["iso27001-2022", "soc2-tsc-2017"] });
    const counted = new Set(chosen.items.flatMap((gap) => gap.requirements.map((one) => one.framework)));
    expect([...counted].toSorted()).toEqual(["iso27001-2022", "soc2-tsc-2017"]);
    expect(chosen.items.map(({ unlocks }) => unlocks)).toEqual(
      chosen.items.map(({ unlocks }) => unlocks).toSorted((a, b) => b - a),
    );
  });

  it("of one framework count its requirements, and tell how many others in scope need the point", async () => {
    const acme = await openOrganization("one-framework");
    const { items, frameworks } = await list(acme, "/v1/gaps/soc2-tsc-2017?limit=500");
    expect(frameworks.length).toBeGreaterThan(1);
    expect(
      items.every((gap) => gap.requirements.every(({ framework }) => framework === "soc2-tsc-2017")),
    ).toBe(true);
    expect(items.some(({ elsewhere }) => elsewhere > 0)).toBe(true);
  });

  it("come in pages that belong together", async () => {
    const acme = await openOrganization("paging");
    const whole = await list(acme, "/v1/gaps/ccpa?limit=500");
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor ? `&cursor=${cursor}` : "";
      const page: z.output<typeof pageSchema> = await list(acme, `/v1/gaps/ccpa?limit=30${after}`);
      seen.push(...page.items.map(({ pointId }) => pointId));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(whole.items.map(({ pointId }) => pointId));
    expect(whole.total).toBe(seen.length);
  });

  it.each([
    ["/v1/gaps/nothing", 404],
    ["/v1/gaps/nist-800-53r5", 400],
    ["/v1/gaps?cursor=nonsense", 400],
    ["/v1/gaps?written=perhaps", 400],
    ["/v1/gaps?limit=501", 400],
  ])("refuse %s with %i", async (path, status) => {
    expect((await (await openOrganization("refusing")).get(path)).status).toBe(status);
  });
});

describe("written advice", () => {
  const path = "/v1/gaps/soc2-tsc-2017?limit=10&written=true";

  it("has the same form, says which model and words it comes from, and is paid for once", async () => {
    const acme = await openOrganization("writing");
    answer = (question) => ({ gaps: writeAll(question) });
    const before = model.asked.length;
    for (const _ of [1, 2]) {
      const { items, notes, refused } = await list(acme, path);
      expect(items.map(({ analyser, promptVersion }) => [analyser, promptVersion])).toEqual(
        Array.from({ length: 10 }, () => ["scripted", "2"]),
      );
      expect([notes, refused]).toEqual([[], []]);
    }
    expect(model.asked).toHaveLength(before + 1);
    expect(model.asked[before]?.subject).toEqual({
      organizationId: acme.principal.organizationId,
      documentId: null,
    });
  });

  it("is checked one by one: the composed one stands for an invented document, a stranger and a promise", async () => {
    const acme = await openOrganization("checking");
    const composed = await list(acme, "/v1/gaps/soc2-tsc-2017?limit=10");
    answer = (question) => {
      const [first, second, third, ...rest] = writeAll(question);
      const breaches = [
        { ...first, documentIds: ["d1"] },
        { ...second, owner: "The chief of everything" },
        { ...third, advice: "Upload this export and you are compliant with the whole framework." },
        { ...first, pointId: "a-point-of-its-own" },
      ];
      return { gaps: [...breaches, ...rest] };
    };
    const { items, refused, notes } = await list(acme, path);
    expect(items.slice(0, 3)).toEqual(composed.items.slice(0, 3));
    expect(items.slice(3).every(({ analyser }) => analyser === "scripted")).toBe(true);
    expect(refused.map(({ reason }) => reason)).toEqual([
      "unknown_document",
      "unknown_owner",
      "promises_compliance",
      "unknown_point",
    ]);
    expect(notes).toEqual([expect.stringMatching(/^4 written advices did not stand the checks/)]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["cannot be used", () => "I would rather not say.", /has not the form/],
    [
      "does not come in time",
      () => {
        throw new Fault("timed_out", "The model took too long.");
      },
      /took too long/,
    ],
    [
      "does not come",
      () => {
        throw new Fault("unavailable", "The model's server is down.");
      },
      /server is down/,
    ],
  ])("that %s is composed instead, and the answer says why", async (name, say, why) => {
    const acme = await openOrganization(name.replaceAll(" ", "-"));
    const composed = await list(acme, "/v1/gaps/soc2-tsc-2017?limit=10");
    answer = say;
    const { items, notes } = await list(acme, path);
    expect(items).toEqual(composed.items);
    expect(notes).toEqual([expect.stringMatching(why)]);
    expect(notes[0]).toMatch(/^The advice of 10 gaps is composed from the catalogue: /);
  });

  it("stops at the day's budget: what was paid for is there, the rest is composed", async () => {
    const acme = await openOrganization("spending");
    answer = (question) => ({ gaps: writeAll(question) });
    await list(acme, path);
    const before = model.asked.length;
    const { items, notes } = await list(acme, path.replace("limit=10", "limit=15"));
    expect(items.map(({ analyser }) => analyser === "scripted")).toEqual(
      Array.from({ length: 15 }, (_, index) => index < 10),
    );
    expect(notes).toEqual([expect.stringMatching(/^The advice of 5 gaps .* budget of 20 tokens .* used up/)]);
    expect(model.asked).toHaveLength(before);
  });

  it("hides no mistake of the program behind composed advice", async () => {
    const acme = await openOrganization("breaking");
    answer = () => {
      throw new TypeError("a bug");
    };
    expect((await acme.get(path)).status).toBe(500);
  });

  it("is refused with what to do where there is no model", async () => {
    const { key } = await product.addPrincipal("modelless", "Ada", "person", ["uploader"]);
    const without = buildApp({ ...product.context, chat: null }, "0.0.0");
    const response = await without.request(path, { headers: { authorization: `Bearer ${key}` } });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/no language model .* ask without it/);
  });
});
