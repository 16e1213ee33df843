// A child process that reads files: loads TypeScript, then the reader. Plain JavaScript because nothing is loaded yet.
import { register } from "tsx/esm/api";

register();
await import("./reader-child.ts");
