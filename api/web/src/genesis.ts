// The genesis document: names the regulator, and its hash is the ledger's id (docs/specs/commands.md).

import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "./canonical.ts";
import { nextHead } from "./heads.ts";
import { toHex, type Hex } from "./hex.ts";
import { partyId } from "./identifiers.ts";

/** `at`: genesis time, UTC seconds. `keys`: the first gives the regulator's party id. */
export type Genesis = {
  readonly name: string;
  readonly version: string;
  readonly at: number;
  readonly regulator: {
    readonly party_kind: number;
    readonly country: number;
    readonly profile: Hex;
    readonly keys: readonly Hex[];
    readonly threshold: number;
  };
};

/** The ledger's id: keccak256 of the document's RFC 8785 bytes. */
export function ledgerId(genesis: Genesis): Hex {
  return toHex(keccak_256(utf8ToBytes(canonical(genesis))));
}

/** The party id of the genesis regulator. */
export function regulatorId(genesis: Genesis): Hex {
  const [first] = genesis.regulator.keys;
  if (first === undefined) throw new RangeError("the genesis document names no key");
  return partyId(first);
}

/** head(1) of the regulator's record, which the genesis document creates. */
export function genesisHead(genesis: Genesis): Hex {
  return nextHead(regulatorId(genesis), { digest: ledgerId(genesis), at: genesis.at });
}
