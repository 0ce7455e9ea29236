import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical, type Json } from "../src/index.ts";

test("members are sorted by UTF-16 code units (RFC 8785, 3.2.3)", () => {
  const names = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
  const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
  const written = JSON.parse(canonical(Object.fromEntries(names.map((name) => [name, 0])))) as object;
  // JSON.parse puts integer-like names first, so the order is read from the text itself.
  assert.equal(Object.keys(written).length, names.length);
  assert.equal(
    canonical(Object.fromEntries(names.map((name) => [name, 0]))),
    `{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(",")}}`,
  );
});

test("values are written as in RFC 8785, 3.2.2", () => {
  const value: Json = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
    string: "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
    literals: [null, true, false],
  };
  assert.equal(
    canonical(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("what JSON cannot carry is refused", () => {
  const impossible = [NaN, Infinity, "\ud800", { "\udc00": 1 }, undefined, [undefined], () => 0, 1n, Symbol("x")];
  for (const value of impossible) assert.throws(() => canonical(value as Json), TypeError);
});
