import { describe, expect, it } from "vitest";
import { buildOscalCatalogFile, buildOscalProfileFile } from "../domain/fixtures/oscal-catalog.fixture.ts";
import { Fault } from "../fault.ts";
import { readFramework } from "./framework-files.ts";
import { buildNameUuid } from "./name-uuid.ts";

const unnamed = { id: null, title: null, edition: null, publisher: null };
const encode = (content: unknown) =>
  new TextEncoder().encode(typeof content === "string" ? content : JSON.stringify(content));
const read = (name: string, content: unknown) =>
  readFramework([{ name, bytes: content instanceof Uint8Array ? content : encode(content) }], unnamed);
const refuse = (name: string, content: unknown) => {
  try {
    read(name, content);
  } catch (fault) {
    if (fault instanceof Fault) return `${fault.code}: ${fault.message}`;
    throw fault;
  }
  return "accepted";
};
const listIds = ({ framework }: ReturnType<typeof read>) => framework.requirements.map(({ id }) => id);

describe("files of a framework", () => {
  it("are OSCAL or a table by their content, not by their name", () => {
    expect(listIds(read("x.csv", buildOscalCatalogFile()))).toHaveLength(5);
    expect(listIds(read("catalog", "id,title\nA,Locks"))).toEqual(["A"]);
  });

  it("are a profile with the files that it imports", () => {
    const files = [
      { name: "low.json", bytes: encode(buildOscalProfileFile()) },
      { name: "catalog.json", bytes: encode(buildOscalCatalogFile()) },
    ];
    const own = readFramework(files, { ...unnamed, id: "low", title: "Our baseline" });
    expect(own.framework).toMatchObject({ id: "low", title: "Our baseline", edition: "1" });
    expect(listIds(own)).toEqual(["AC-1", "PE-2"]);
    expect(refuse("low.json", buildOscalProfileFile())).toContain("supply the file catalog.json too");
    expect(() => readFramework([...files, ...files.slice(1)], unnamed)).toThrow(
      "Two files are called catalog.json",
    );
  });

  it("are tables with any of the usual separators and byte order marks", () => {
    const table =
      'ID;Title;Statement\r\nA;"Locks; keys";"All ""good"" locks\r\nare in use."\r\n\r\n;;\r\nB;Doors;';
    for (const separator of [";", ",", "\t"]) {
      const text = table.replaceAll(";", separator);
      const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
      for (const bytes of [
        encode(text),
        encode(`\ufeff${text}`),
        encode(`sep=${separator}\r\n${text}`),
        wide,
      ]) {
        const own = read("Our code.csv", bytes);
        expect(listIds(own)).toEqual(["A", "B"]);
        expect(own.topics[0]?.points[0]?.statement).toBe('All "good" locks are in use.');
        expect(own.framework).toMatchObject({ id: "our-code", title: "Our code" });
      }
    }
  });

  it("that are wrong are refused with the place of the flaw", () => {
    expect(refuse("a.json", '{\n "a": 1,\n}')).toBe(
      "invalid_input: a.json is not valid JSON at line 3, column 1: correct it there.",
    );
    expect(refuse("a.json", "{}")).toContain("neither an OSCAL catalog nor a profile");
    expect(refuse("a.xml", "<catalog/>")).toContain("unreadable_file: a.xml is XML");
    expect(refuse("a.csv", new Uint8Array([0x69, 0x64, 0xe9]))).toContain(
      "unreadable_file: a.csv is not UTF-8",
    );
    expect(refuse("a.csv", 'id,title\nA,"Locks')).toBe(
      "invalid_input: a.csv is not a table near line 2: check the quotes there.",
    );
    expect(refuse("a.csv", 'id,title,nature\n"A\n",Locks,\nB,Doors,policy')).toContain("Line 4, nature:");
    expect(refuse("a.csv", "")).toContain("empty");
    expect(refuse("a.bin", new Uint8Array(25 * 1024 * 1024))).toContain("too_large");
  });

  it("that are hostile end in a Fault, soon", () => {
    const started = performance.now();
    const deep = `{"catalog":${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}}`;
    expect(refuse("deep.json", deep)).toContain("nested deeper than 64 levels");
    expect(refuse("wide.json", `{"catalog":[${"0,".repeat(5_000_000)}0]}`)).toContain(
      "more than 3000000 values",
    );
    expect(refuse("long.csv", `id,title\nA,${"x".repeat(1_000_000)}`)).toContain("invalid_input");
    expect(refuse("many.csv", `id,title\n${"A,B\n".repeat(1_000_000)}`)).toContain("20000 at most");
    expect(refuse("proto.json", '{"catalog":{"__proto__":{"x":1}}}')).toContain('the key "__proto__"');
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe("a UUID of a name", () => {
  it("is of version 5, the same for the same name", () => {
    expect(buildNameUuid("a")).toMatch(/^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(buildNameUuid("a")).toBe(buildNameUuid("a"));
    expect(buildNameUuid("a")).not.toBe(buildNameUuid("b"));
  });
});
