// The vectors that every language reads, from the root of the repository.

import { readFileSync } from "node:fs";
import type { Genesis, Hex, Refusal } from "../src/index.ts";

const FOLDER = "tests/vectors";

export interface DigestVector {
  readonly name: string;
  readonly signed: unknown;
  readonly type: string;
  readonly type_hash: Hex;
  readonly struct_hash: Hex;
  readonly digest: Hex;
}

export interface Step {
  readonly id: string;
  readonly at: number;
  readonly signed: unknown;
  readonly expect: { readonly accepted: Accepted } | { readonly refused: Refusal };
}

export interface Accepted {
  readonly version: number;
  readonly head: Hex;
  readonly digest: Hex;
  readonly touched: readonly Touched[];
}

export interface Touched {
  readonly record: Hex;
  readonly version: number;
  readonly head: Hex;
}

export interface Flow {
  readonly name: string;
  readonly ledger: Hex;
  readonly genesis: Genesis;
  readonly steps: readonly Step[];
}

/** The names of every file of vectors, relative to their folder. */
export const index = read<readonly string[]>("index.json");

/** One file of vectors; an error where it is missing. */
export function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8")) as T;
}
