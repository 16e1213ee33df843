import { afterAll, beforeAll, expect, it } from "vitest";
import { type Organization, openDesk } from "../fixtures/desk.fixture.ts";

let desk: Awaited<ReturnType<typeof openDesk>>;
let organization: Organization;

beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.openOrganization();
});
afterAll(() => desk?.close());

it("the points of a framework are told without the words that matching looks for", async () => {
  const { status, body } = await organization.ask("ray", "/v1/frameworks/soc2-tsc-2017/points");
  expect(status).toBe(200);
  const [first] = (body as { items: object[] }).items;
  expect(first).toMatchObject({ id: expect.any(String), statement: expect.any(String) });
  expect(first).not.toHaveProperty("keywords");
});
