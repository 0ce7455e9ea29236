// The head chain of a record: one hash that stands for its whole history and when each step was accepted.

import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { fromHex, toHex, wordOf, type Hex } from "./hex.ts";

/** UTC seconds: the wire's decimal string, or the number of a genesis document. */
export type Seconds = bigint | number | string;

/** One accepted command that moved or touched the record. */
export interface Link {
  readonly digest: Hex;
  readonly at: Seconds;
}

const UINT64 = 1n << 64n;

/** head(n) = keccak256(head(n-1) ‖ digest ‖ at), `at` in 8 bytes big-endian; a RangeError beyond uint64. */
export function nextHead(head: Hex, { digest, at }: Link): Hex {
  const seconds = BigInt(at);
  if (seconds < 0n || seconds >= UINT64) throw new RangeError(`not a time in uint64: ${at}`);
  return toHex(keccak_256(concatBytes(fromHex(head, 32), fromHex(digest, 32), wordOf(seconds, 8))));
}

/** The head after all of `links`, oldest first; head(0) is the record's id. */
export function headAfter(record: Hex, links: Iterable<Link>): Hex {
  let head = record;
  for (const link of links) head = nextHead(head, link);
  return head;
}
