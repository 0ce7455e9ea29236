// Bytes as the wire writes them (docs/specs/wire.md): 0x and lower-case hex.

import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export type Hex = `0x${string}`;

const SPELLING = /^0x(?:[0-9a-f]{2})*$/;

/** Whether `value` is 0x and lower-case hex of whole bytes; of exactly `length` bytes where it is given. */
export function isHex(value: unknown, length?: number): value is Hex {
  return typeof value === "string" && SPELLING.test(value) && (length === undefined || value.length === 2 + 2 * length);
}

export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** The bytes of a hex string, exactly `length` of them where it is given; a RangeError for any other spelling. */
export function fromHex(hex: string, length?: number): Uint8Array {
  if (!isHex(hex, length)) throw new RangeError(`not 0x and lower-case hex of ${length ?? "whole"} bytes: ${hex}`);
  return hexToBytes(hex.slice(2));
}

/** Big-endian bytes of an integer, `width` of them; two's complement where it is negative (Solidity ABI). */
export function wordOf(value: bigint, width = 32): Uint8Array {
  const digits = BigInt.asUintN(8 * width, value).toString(16);
  return hexToBytes(digits.padStart(2 * width, "0"));
}
