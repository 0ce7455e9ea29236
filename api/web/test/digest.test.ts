import assert from "node:assert/strict";
import { test } from "node:test";
import {
  COMMANDS,
  canonical,
  commandFromJson,
  commitment,
  digest,
  encodeType,
  fileContent,
  message,
  nextHead,
  headAfter,
  recordId,
  structHash,
  typeHash,
  type Hex,
  type Json,
} from "../src/index.ts";
import { read, type DigestVector } from "./vectors.ts";

const digests = read<readonly DigestVector[]>("digests.json");

test("every command of the catalogue has a digest vector", () => {
  const covered = new Set(digests.map(({ signed }) => commandFromJson(signed).command));
  assert.deepEqual([...covered].sort(), Object.keys(COMMANDS).sort());
});

for (const vector of digests) {
  test(`the digest of ${vector.name}`, () => {
    const signed = commandFromJson(vector.signed);
    const { type } = COMMANDS[signed.command];
    assert.equal(encodeType(type), vector.type);
    assert.equal(typeHash(type), vector.type_hash);
    assert.equal(structHash(type, message(signed) as never), vector.struct_hash);
    assert.equal(digest(signed), vector.digest);
  });
}

test("the digest says which ledger it is for", () => {
  for (const vector of digests) {
    const signed = commandFromJson(vector.signed);
    const elsewhere = { ...signed, ledger: `0x${"5a".repeat(32)}` as Hex };
    assert.notEqual(digest(elsewhere), vector.digest);
  }
});

test("signatures are not part of the digest", () => {
  for (const vector of digests) assert.equal(digest({ ...commandFromJson(vector.signed), signatures: [] }), vector.digest);
});

test("record ids", () => {
  const vectors = read<readonly { kind: number; party: Hex; nonce: Hex; record: Hex }[]>("ids.json");
  assert.ok(vectors.length > 0);
  for (const { kind, party, nonce, record } of vectors) assert.equal(recordId(kind, party, nonce), record);
});

test("commitments over the RFC 8785 bytes of their content", () => {
  const vectors = read<readonly { salt: Hex; content: string; commitment: Hex }[]>("commitments.json");
  assert.ok(vectors.length > 0);
  for (const vector of vectors) {
    const content = JSON.parse(vector.content) as Json;
    assert.equal(canonical(content), vector.content);
    assert.equal(commitment(vector.salt, content), vector.commitment);
  }
});

test("heads follow one another", () => {
  const vectors = read<readonly { head: Hex; digest: Hex; at: string; next: Hex }[]>("heads.json");
  assert.ok(vectors.length > 0);
  for (const { head, next, ...link } of vectors) assert.equal(nextHead(head, link), next);
});

test("the head after several commands is the head after the last of them", () => {
  const links = [1, 2, 3].map((n) => ({ digest: `0x${String(n).repeat(64)}` as Hex, at: n }));
  const [first, second, third] = links;
  assert.ok(first && second && third);
  const record: Hex = `0x${"ab".repeat(32)}`;
  assert.equal(headAfter(record, links), nextHead(nextHead(nextHead(record, first), second), third));
  assert.equal(headAfter(record, []), record);
});

test("a head has no time beyond uint64", () => {
  const link = { digest: `0x${"00".repeat(32)}` as Hex };
  for (const at of [-1n, 1n << 64n]) assert.throws(() => nextHead(link.digest, { ...link, at }), RangeError);
});

test("a file is committed to by hash, size and media type", () => {
  // SHA-256 of "abc": FIPS 180-2, appendix B.1.
  assert.deepEqual(fileContent(Uint8Array.of(0x61, 0x62, 0x63), "text/plain"), {
    sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    size: 3,
    media_type: "text/plain",
  });
});
