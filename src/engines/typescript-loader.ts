// How a child process or a worker thread of this program loads TypeScript: the same loader as the parent's.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const loaderArguments = [
  "--import",
  pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href,
];
