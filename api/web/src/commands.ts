// The TypeScript types of signed commands, inferred from the generated EIP-712 types.
//
// A command is held in its wire form (docs/specs/wire.md): there is one value per command in the browser, on the
// wire and before a wallet's eyes.

import type { COMMANDS, TYPES } from "./generated.ts";
import type { Hex } from "./hex.ts";

type Types = typeof TYPES;
export type StructName = keyof Types;
export type CommandName = keyof typeof COMMANDS;
export type PrimaryType<C extends CommandName> = (typeof COMMANDS)[C]["type"];

/** The wire form of a value of an EIP-712 type: integers of up to 32 bits are numbers, wider ones decimal strings. */
export type Value<T extends string> = T extends `${infer Entry}[]`
  ? readonly Value<Entry>[]
  : T extends StructName
    ? Struct<T>
    : T extends "uint8" | "uint16" | "uint32"
      ? number
      : T extends "bool"
        ? boolean
        : T extends `bytes${string}` | "address"
          ? Hex
          : string;

export type Struct<N extends StructName> = {
  readonly [M in Types[N][number] as M["name"]]: Value<M["type"]>;
};

export const ENVELOPE = ["record", "expected_version", "not_after"] as const;
type Envelope = (typeof ENVELOPE)[number];

/** The command's own members: those of the primary type after `not_after`. */
export type Fields<C extends CommandName> = Omit<Struct<PrimaryType<C>>, Envelope>;

/** A command `C`, the ledger it is for, and the `r ‖ s ‖ v` signatures over its digest, in order. */
export interface Signed<C extends CommandName> {
  readonly ledger: Hex;
  readonly command: C;
  readonly record: Hex;
  readonly expected_version: number;
  /** UTC seconds in decimal. */
  readonly not_after: string;
  readonly fields: Fields<C>;
  readonly signatures: readonly Hex[];
}

export type SignedCommand = { [C in CommandName]: Signed<C> }[CommandName];
