import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addressOf,
  attach,
  commandFromJson,
  digest,
  fromHex,
  recover,
  signDigest,
  signWith,
  typedData,
  TYPES,
  type Hex,
  type SignedCommand,
} from "../src/index.ts";
import { read, type DigestVector } from "./vectors.ts";

interface SignatureVector {
  readonly name: string;
  readonly digest: Hex;
  readonly signature: Hex;
  readonly address: Hex | null;
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const KEY = fromHex(`0x${"2a".repeat(32)}`);
const ACCOUNT = addressOf(KEY);

const signatures = read<readonly SignatureVector[]>("signatures.json");
const digests = read<readonly DigestVector[]>("digests.json");

function unsigned(name: string): SignedCommand {
  const vector = digests.find((each) => each.name === name);
  assert.ok(vector, `no vector ${name}`);
  return { ...commandFromJson(vector.signed), signatures: [] };
}

/** The other signature that the same key could have made: n - s, and v turned round (EIP-2). */
function mirrored(signature: Hex): Hex {
  const s = ORDER - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith("1b") ? "1c" : "1b";
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, "0")}${v}` as Hex;
}

test("the vectors hold both signatures that recover and signatures that do not", () => {
  assert.ok(signatures.some(({ address }) => address === null));
  assert.ok(signatures.some(({ address }) => address !== null));
});

for (const vector of signatures) {
  test(`the signature "${vector.name}" recovers ${vector.address ?? "nothing"}`, () => {
    assert.equal(recover(vector.digest, vector.signature), vector.address);
  });
}

test("an address is that of its key", () => {
  // The key 1, whose public key is the curve's generator (SEC 2, 2.4.1).
  assert.equal(addressOf(fromHex(`0x${"00".repeat(31)}01`)), "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
});

test("signing gives the ledger's one form and recovers the signer", () => {
  for (const vector of digests) {
    const signature = signDigest(vector.digest, KEY);
    assert.equal(signature, signDigest(vector.digest, KEY));
    assert.equal(recover(vector.digest, signature), ACCOUNT);
    assert.equal(recover(vector.digest, mirrored(signature)), null);
  }
});

test("a signed command carries its signatures in order and keeps its digest", () => {
  const draft = unsigned("raise_tier typical");
  const other = fromHex(`0x${"17".repeat(32)}`);
  const signed = signWith(signWith(draft, KEY), other);
  assert.deepEqual(signed.signatures.map((each) => recover(digest(draft), each)), [ACCOUNT, addressOf(other)]);
  assert.equal(digest(signed), digest(draft));
  assert.deepEqual(draft.signatures, []);
});

test("a wallet's signature is put into the ledger's form", () => {
  const draft = unsigned("raise_tier typical");
  const signature = signDigest(digest(draft), KEY);
  const oldV = signature.slice(0, -2) + (signature.endsWith("1b") ? "00" : "01");
  for (const given of [signature, oldV, `0x${signature.slice(2).toUpperCase()}`]) {
    assert.deepEqual(attach(draft, given, ACCOUNT.toUpperCase().replace("0X", "0x")).signatures, [signature]);
  }
});

test("a signature that the ledger would not accept as that account's is not attached", () => {
  const draft = unsigned("raise_tier typical");
  const signature = signDigest(digest(draft), KEY);
  const other = addressOf(fromHex(`0x${"17".repeat(32)}`));
  assert.throws(() => attach(draft, signature, other), /signed by/);
  assert.throws(() => attach(draft, signDigest(digest(unsigned("raise_tier most")), KEY), ACCOUNT), /signed by/);
  assert.throws(() => attach(draft, mirrored(signature), ACCOUNT), /not a signature/);
  assert.throws(() => attach(draft, signature.slice(0, -2), ACCOUNT), /not a signature/);
  assert.throws(() => attach(draft, "cancelled", ACCOUNT), /not a signature/);
  assert.throws(() => attach(attach(draft, signature, ACCOUNT), signature, ACCOUNT), /signed already/);
});

test("a wallet is given the domain, the message and only the types that the command refers to", () => {
  const draft = unsigned("propose_instrument typical");
  assert.ok(draft.command === "propose_instrument");
  assert.deepEqual(typedData(draft), {
    types: {
      EIP712Domain: TYPES.EIP712Domain,
      ProposeInstrument: TYPES.ProposeInstrument,
      Member: TYPES.Member,
      Move: TYPES.Move,
      Scope: TYPES.Scope,
      Terms: TYPES.Terms,
    },
    primaryType: "ProposeInstrument",
    domain: { name: "HanoTEX", version: "1", salt: draft.ledger },
    message: {
      record: draft.record,
      expected_version: draft.expected_version,
      not_after: draft.not_after,
      nonce: draft.fields.nonce,
      terms: draft.fields.terms,
      signing: draft.fields.signing,
    },
  });
});
