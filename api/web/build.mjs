// Bundles the browser's script: node api/web/build.mjs [--check]
//
// dist/hanotex.js defines one global, HanoTEX, so that it works from a page of the service and inside one offline HTML
// file alike. --check writes nothing and fails where the committed bundle is not what the sources give.

import { build } from "esbuild";
import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = `${here}/dist/hanotex.js`;

const [{ text }] = (
  await build({
    absWorkingDir: here,
    entryPoints: ["src/index.ts"],
    outfile: target,
    bundle: true,
    write: false,
    format: "iife",
    globalName: "HanoTEX",
    target: "es2022",
    charset: "utf8",
    minify: true,
    // The libraries' licences ask that their notices stay with the code.
    legalComments: "eof",
    banner: { js: "// Written by `npm run build:web` from api/web/src. Do not edit." },
  })
).outputFiles;

if (process.argv.includes("--check")) {
  if (committed() !== text) {
    console.error(`${relative(process.cwd(), target)} is not what api/web/src gives: run npm run build:web`);
    process.exit(1);
  }
} else {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function committed() {
  try {
    return readFileSync(target, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
