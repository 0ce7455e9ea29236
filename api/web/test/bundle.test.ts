import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type * as Sources from "../src/index.ts";
import { read, type DigestVector } from "./vectors.ts";

test("the committed bundle defines one global, HanoTEX, that hashes commands", () => {
  const text = readFileSync("api/web/dist/hanotex.js", "utf8");
  const HanoTEX = new Function(`${text}; return HanoTEX;`)() as typeof Sources;
  for (const { signed, digest } of read<readonly DigestVector[]>("digests.json")) {
    assert.equal(HanoTEX.digest(HanoTEX.commandFromJson(signed)), digest);
  }
  assert.ok(!("HanoTEX" in globalThis));
});
