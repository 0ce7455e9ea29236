// Ids of parties and records, and salted commitments (docs/specs/commands.md, "Digest, head, identifiers").

import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical, type Json } from "./canonical.ts";
import { ENUMS } from "./generated.ts";
import { fromHex, toHex, wordOf, type Hex } from "./hex.ts";

const COMMITMENT_DOMAIN = utf8ToBytes("HanoTEX.commitment");
const COMMITMENT_VERSION = utf8ToBytes("1");

/** 12 zero bytes and the 20-byte address of the party's first key. */
export function partyId(firstKey: Hex): Hex {
  return toHex(concatBytes(new Uint8Array(12), fromHex(firstKey, 20)));
}

/** keccak256(abi.encode(uint8 kind, bytes32 party, bytes32 nonce)); kinds are numbered in `ENUMS.kind`. */
export function recordId(kind: number, party: Hex, nonce: Hex): Hex {
  return toHex(keccak_256(concatBytes(wordOf(BigInt(kind)), fromHex(party, 32), fromHex(nonce, 32))));
}

/** The id of a licence's royalty period: it follows from the licence and the period's start (decimal UTC seconds). */
export function royaltyPeriodId(instrument: Hex, start: string): Hex {
  const nonce = royaltyNonce(instrument, start);
  return toHex(keccak_256(concatBytes(wordOf(BigInt(ENUMS.kind.royalty_period)), fromHex(nonce, 32))));
}

/** The nonce that a report of such a period carries. */
export function royaltyNonce(instrument: Hex, start: string): Hex {
  return toHex(keccak_256(concatBytes(fromHex(instrument, 32), wordOf(BigInt(start)))));
}

/** What a proposal is sealed with: keccak256(abi.encode(problem, provider, content, salt)). */
export function seal(problem: Hex, provider: Hex, content: Hex, salt: Hex): Hex {
  return toHex(keccak_256(concatBytes(...[problem, provider, content, salt].map((word) => fromHex(word, 32)))));
}

/** SHA-256 over domain, version, the 32-byte salt and the RFC 8785 bytes of `content`. */
export function commitment(salt: Hex, content: Json): Hex {
  const bytes = utf8ToBytes(canonical(content));
  return toHex(sha256(concatBytes(COMMITMENT_DOMAIN, COMMITMENT_VERSION, fromHex(salt, 32), bytes)));
}

/** What is committed to for a file: its SHA-256 in hex, size in bytes and IANA media type. */
export function fileContent(file: Uint8Array, mediaType: string): Json {
  return { sha256: toHex(sha256(file)).slice(2), size: file.length, media_type: mediaType };
}
