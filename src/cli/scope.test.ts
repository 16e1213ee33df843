import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTerminal } from "../fixtures/terminal.fixture.ts";

let terminal: Awaited<ReturnType<typeof openTerminal>>;
beforeAll(async () => {
  terminal = await openTerminal();
  await terminal.product.addPrincipal("acme", "Ada", "person", ["reviewer"]);
  await terminal.product.addPrincipal("acme", "command line", "service", ["client"]);
});
afterAll(() => terminal?.close());

describe("the commands of scope and applicability", () => {
  it("show a scope that a person chose, and a statement of applicability with the reason for what is left out", async () => {
    const acme = ["--organization", "acme"];
    const exclude = ["scope", "exclude", "iso27001-2022", "A.8.30", "--as", "Ada", ...acme];
    expect(await terminal.run(exclude)).toMatchObject({ code: 2, told: expect.stringContaining("--why") });
    const why = "Nothing is developed for us by others.";
    expect((await terminal.run([...exclude, "--why", why])).out).toMatch(
      /iso27001-2022 +not yet +122 +123 +1 /,
    );
    const machine = ["scope", "drop", "gdpr", "--as", "command line", ...acme];
    expect(await terminal.run(machine)).toMatchObject({ code: 1 });
    const table = (await terminal.run(["applicability", "iso27001-2022", ...acme])).out;
    expect(table).toContain(`A.8.30,Outsourced development,no,${why},Ada,`);
    const page = join(terminal.folder, "statement.html");
    expect(
      (await terminal.run(["applicability", "iso27001-2022", "--format", "html", "--output", page, ...acme]))
        .code,
    ).toBe(0);
    expect(await readFile(page, "utf8")).toContain("Statement of applicability");
    expect((await terminal.run(["applicability", "iso27001-2022", "--format", "pdf", ...acme])).told).toMatch(
      /csv, html, json/,
    );
  });

  it("list every framework with what is chosen of it", async () => {
    const { out } = await terminal.run(["scope", "list", "--organization", "acme"]);
    expect(out).toMatch(/gdpr +not yet +133 +133 +0/);
  });
});

describe("import and export", () => {
  it("take in a table and give it back as OSCAL, and refuse what is no framework in one message", async () => {
    const file = join(terminal.folder, "quay.csv");
    await writeFile(file, "id,title,statement\nQ-1,Lamps,Every lamp on the quay is checked each evening.\n");
    const own = ["--organization", "acme"];
    expect((await terminal.run(["import", file, "--id", "quay", ...own])).out).toContain(
      "quay: quay, 1 requirements, 1 points",
    );
    const catalog = JSON.parse((await terminal.run(["export", "quay", ...own])).out);
    expect(catalog.catalog.groups[0].controls[0].title).toBe("Lamps");
    const mapping = JSON.parse((await terminal.run(["export", "gdpr", "pipeda"])).out);
    expect(mapping["mapping-collection"].mappings).toHaveLength(1);
    await writeFile(file, "id\nQ-1\n");
    expect(await terminal.run(["import", file, ...own])).toMatchObject({
      code: 1,
      told: expect.stringContaining("the column title is missing"),
    });
    expect(await terminal.run(["import", join(terminal.folder, "none.csv"), ...own])).toMatchObject({
      code: 1,
      told: expect.stringContaining("There is no file"),
    });
  });
});
