#!/usr/bin/env node
// Loads TypeScript, then the program. Plain JavaScript because nothing is loaded yet.
import { register } from "tsx/esm/api";

register();
await import("../src/main.ts");
