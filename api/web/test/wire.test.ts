import assert from "node:assert/strict";
import { test } from "node:test";
import { commandFromJson, parse, Refused, serialise, type Refusal } from "../src/index.ts";
import { read, type DigestVector } from "./vectors.ts";

const vectors = read<readonly DigestVector[]>("digests.json");

function wireOf(name: string): Record<string, any> {
  const vector = vectors.find((each) => each.name === name);
  assert.ok(vector, `no vector ${name}`);
  return JSON.parse(JSON.stringify(vector.signed)) as Record<string, any>;
}

/** The refusal of a command that was well-formed before `change` was made to it. */
function refusalOf(name: string, change: (wire: Record<string, any>) => unknown): Refusal | undefined {
  const wire = wireOf(name);
  commandFromJson(wire);
  const changed = change(wire);
  try {
    commandFromJson(changed === undefined ? wire : changed);
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.refusal;
    throw thrown;
  }
  return undefined;
}

function isMalformed(field: string, name: string, change: (wire: Record<string, any>) => unknown): void {
  assert.deepEqual(refusalOf(name, change), { code: "MALFORMED", values: { field } });
}

test("a signed command is read and written without a change", () => {
  for (const { signed } of vectors) {
    assert.deepEqual(commandFromJson(signed), signed);
    assert.deepEqual(JSON.parse(serialise(commandFromJson(signed))), signed);
    assert.deepEqual(parse(JSON.stringify(signed)), signed);
  }
});

test("what is read is a copy", () => {
  const wire = wireOf("register_asset typical");
  const signed = commandFromJson(wire);
  wire["fields"].holders[0].bps = 1;
  wire["signatures"].pop();
  assert.deepEqual(signed, wireOf("register_asset typical"));
});

test("a value that is no object is malformed as a whole", () => {
  for (const value of [null, [], "text", 7, true]) isMalformed("", "raise_tier typical", () => value);
});

test("a member too many, too few or of another type is malformed at its path", () => {
  const raise = "raise_tier typical";
  isMalformed("surplus", raise, (wire) => void (wire["surplus"] = 1));
  isMalformed("ledger", raise, (wire) => void delete wire["ledger"]);
  isMalformed("command", raise, (wire) => void (wire["command"] = 3));
  isMalformed("record", raise, (wire) => void delete wire["record"]);
  isMalformed("expected_version", raise, (wire) => void (wire["expected_version"] = "1"));
  isMalformed("not_after", raise, (wire) => void (wire["not_after"] = 1795651200));
  isMalformed("fields", raise, (wire) => void (wire["fields"] = []));
  isMalformed("tier", raise, (wire) => void delete wire["fields"].tier);
  isMalformed("record", raise, (wire) => void (wire["fields"].record = wire["record"]));
  isMalformed("signatures", raise, (wire) => void (wire["signatures"] = {}));
  isMalformed("signatures[1]", raise, (wire) => void (wire["signatures"] = ["0x", "0x0"]));
});

test("a member inside a list or struct is named by its whole path", () => {
  const propose = "propose_instrument typical";
  isMalformed("terms", propose, (wire) => void (wire["fields"].terms = null));
  isMalformed("terms.scope.start", propose, (wire) => void (wire["fields"].terms.scope.start = 5));
  isMalformed("terms.scope.surplus", propose, (wire) => void (wire["fields"].terms.scope.surplus = 5));
  isMalformed("terms.members[1].party", propose, (wire) => void delete wire["fields"].terms.members[1].party);
  isMalformed("terms.members[0]", propose, (wire) => void (wire["fields"].terms.members[0] = "0x"));
  isMalformed("terms.consent_waived", propose, (wire) => void (wire["fields"].terms.consent_waived = 0));
  isMalformed("signing[0]", propose, (wire) => void (wire["fields"].signing[0] = "0x00"));
  isMalformed("signing", propose, (wire) => void (wire["fields"].signing = "0x00"));
  isMalformed("holders[0].bps", "register_asset typical", (wire) => void (wire["fields"].holders[0].bps = 65536));
});

test("an envelope's surplus comes before anything else that is wrong", () => {
  isMalformed("zeta", "raise_tier typical", (wire) => ({ ...wire, ledger: 0, zeta: 0 }));
});

test("an unknown command is named, at most 64 characters of it", () => {
  for (const name of ["constructor", "__proto__", "RaiseTier", "ầ".repeat(65), "😀".repeat(65)]) {
    const given = [...name].slice(0, 64).join("");
    const refusal = refusalOf("raise_tier typical", (wire) => void (wire["command"] = name));
    assert.deepEqual(refusal, { code: "UNKNOWN_COMMAND", values: { name: given } });
  }
});

test("a number has one spelling", () => {
  for (const spelling of ["", "00", "01", "+1", "-0", "-1", "1.0", "1e3", " 1", "1 ", "0x1", "18446744073709551616", "9".repeat(80), "١"]) {
    isMalformed("not_after", "raise_tier typical", (wire) => void (wire["not_after"] = spelling));
  }
  for (const value of [1.5, -1, 4294967296, 2 ** 53, NaN, null, true, "1", 1n]) {
    isMalformed("expected_version", "raise_tier typical", (wire) => void (wire["expected_version"] = value));
  }
});

test("the largest and smallest numbers of a type are read", () => {
  const changed = wireOf("raise_tier typical");
  changed["not_after"] = "18446744073709551615";
  changed["expected_version"] = 4294967295;
  assert.deepEqual(commandFromJson(changed), changed);
});

test("hex is 0x, lower case and of its length", () => {
  const id = wireOf("raise_tier typical")["record"].slice(2);
  for (const spelling of [id, `0X${id}`, `0x${id}00`, `0x${id.slice(2)}`, `0x${id.slice(1)}`, `0x${"A".repeat(64)}`, `0x${id} `, `0x${id}\n`, 0]) {
    isMalformed("record", "raise_tier typical", (wire) => void (wire["record"] = spelling));
  }
});

test("a signature of another length is left to the ledger", () => {
  for (const signatures of [[], ["0x"], ["0x00", "0x" + "11".repeat(200)]]) {
    const refusal = refusalOf("raise_tier typical", (wire) => void (wire["signatures"] = signatures));
    assert.equal(refusal, undefined);
  }
});

test("a member of the object's prototype is no member", () => {
  const inherited = Object.create(wireOf("raise_tier typical")) as object;
  isMalformed("ledger", "raise_tier typical", () => inherited);
});

test("text that is no JSON is a SyntaxError", () => {
  assert.throws(() => parse("{"), SyntaxError);
});

test("a document with one thing wrong is refused with its path, as in every language", () => {
  const malformed = read<readonly { name: string; document: unknown; refused: Refusal }[]>("malformed.json");
  assert.ok(malformed.length > 0);
  for (const { name, document, refused } of malformed) {
    assert.throws(
      () => commandFromJson(document),
      (thrown) => {
        assert.ok(thrown instanceof Refused, name);
        assert.deepEqual(thrown.refusal, refused, name);
        return true;
      },
    );
  }
});
