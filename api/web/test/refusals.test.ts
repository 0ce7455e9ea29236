import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf, REFUSALS, refusalFromJson } from "../src/index.ts";

const ID = `0x${"1f".repeat(32)}`;

test("a refusal is read with its values in the form of their types", () => {
  for (const refusal of [
    { code: "GRANT_CONFLICT", values: { subject: ID, existing: ID } },
    { code: "STATE_FORBIDS", values: { record: ID, state: 17 } },
    { code: "TOO_LATE", values: { deadline: "18446744073709551615", now: "1795651200" } },
    { code: "MALFORMED", values: { field: "terms.scope.start" } },
    { code: "UNKNOWN_KEY", values: { key: `0x${"ab".repeat(20)}` } },
  ]) {
    assert.deepEqual(refusalFromJson(refusal), refusal);
  }
});

test("a refusal with other members, values or types is none", () => {
  for (const refusal of [
    null,
    [],
    { code: "NO_SUCH_CODE", values: {} },
    { code: "toString", values: {} },
    { code: "GRANT_CONFLICT" },
    { code: "GRANT_CONFLICT", values: { subject: ID } },
    { code: "GRANT_CONFLICT", values: { subject: ID, existing: ID, third: ID } },
    { code: "GRANT_CONFLICT", values: { subject: ID, other: ID } },
    { code: "GRANT_CONFLICT", values: { subject: ID, existing: ID }, detail: "" },
    { code: "STATE_FORBIDS", values: { record: ID, state: "17" } },
    { code: "STATE_FORBIDS", values: { record: ID, state: 256 } },
    { code: "TOO_LATE", values: { deadline: 1, now: "1" } },
    { code: "MALFORMED", values: { field: 1 } },
  ]) {
    assert.throws(() => refusalFromJson(refusal), TypeError);
  }
});

test("every value of every refusal has a type that the wire knows", () => {
  for (const code of Object.keys(REFUSALS)) {
    // A value of no type is refused as such; a type that the wire does not know would be a RangeError.
    const values = Object.fromEntries(REFUSALS[code as keyof typeof REFUSALS].map(([name]) => [name, null]));
    assert.throws(() => refusalFromJson({ code, values }), TypeError);
  }
});

test("an enumeration's value has a name", () => {
  assert.equal(nameOf("STATE_FORBIDS", "state", 17), "withdrawn");
  assert.equal(nameOf("ROLE_REQUIRED", "role", 13), "regulator");
  assert.equal(nameOf("STATE_FORBIDS", "state", 200), undefined);
  assert.equal(nameOf("TIER_NOT_HIGHER", "current", 1), undefined);
});
