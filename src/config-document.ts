// The configuration as people read it: .env.example and the README's table, both derived from the schema.
import { environmentSchema } from "./config.ts";

type Variable = { name: string; default: string | null; description: string };

/** Every variable in the schema's order, with its default as it would be written in the environment. */
export function listVariables(): Variable[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const { data } = schema.safeParse(undefined);
    return { name, default: data === undefined ? null : String(data), description: schema.description ?? "" };
  });
}

export function writeEnvironmentExample(): string {
  const lines = listVariables().map(
    ({ name, default: value, description }) =>
      `# ${description}\n${value === null ? "#" : ""}${name}=${value ?? ""}\n`,
  );
  return `# Every setting with its default. Made from the schema in src/config.ts.\n\n${lines.join("\n")}`;
}

export function writeConfigurationTable(): string {
  const rows = listVariables().map(
    ({ name, default: value, description }) =>
      `| \`${name}\` | ${value === null ? "" : `\`${value}\``} | ${description} |`,
  );
  return ["| variable | default | what it does |", "|---|---|---|", ...rows].join("\n");
}
