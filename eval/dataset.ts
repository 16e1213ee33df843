// Labelled rows for measuring: JSONL of passages, and folders of files with a labels.json.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { kindSchema } from "../src/domain/document.ts";

const rowSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string().nullish(),
  text: z.string().min(1),
  framework: z.string(),
  labels: z.array(z.string()),
  points: z.array(z.string()).optional(),
  kind: kindSchema.optional(),
  stance: z.enum(["supports", "partly", "contradicts", "none"]).optional(),
  hard: z.string().nullish(),
});
export type Row = z.output<typeof rowSchema>;

export async function readRows(path: string): Promise<Row[]> {
  return (await readLines(path)).map((line) => rowSchema.parse(line));
}

const statementSchema = rowSchema
  .pick({ id: true, title: true, text: true, kind: true })
  .extend({ labels: z.record(z.string(), z.array(z.string()).min(1)) });

/** Statements with labels of several frameworks: one row for each of them. */
export async function readStatements(path: string): Promise<Row[]> {
  return (await readLines(path))
    .map((line) => statementSchema.parse(line))
    .flatMap(({ labels, ...statement }) =>
      Object.entries(labels).map(([framework, ids]) => ({ ...statement, framework, labels: ids })),
    );
}

async function readLines(path: string): Promise<unknown[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => JSON.parse(line));
}

const labelsSchema = z.record(z.string(), z.record(z.string(), z.array(z.string())));
export type LabelledFile = { name: string; path: string; framework: string; labels: string[] };

/** One entry a file and framework. */
export async function readLabelledFiles(folder: string): Promise<LabelledFile[]> {
  const labels = labelsSchema.parse(JSON.parse(await readFile(join(folder, "labels.json"), "utf8")));
  return Object.entries(labels).flatMap(([name, frameworks]) =>
    Object.entries(frameworks).map(([framework, ids]) => ({
      name,
      path: join(folder, name),
      framework,
      labels: ids,
    })),
  );
}
