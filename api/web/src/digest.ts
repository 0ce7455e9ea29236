// EIP-712 digests of commands (docs/specs/commands.md, "Digest, head, identifiers").

import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { SignedCommand, Struct, StructName } from "./commands.ts";
import { COMMANDS, DOMAIN, TYPES } from "./generated.ts";
import { fromHex, toHex, wordOf, type Hex } from "./hex.ts";

interface TypedMember {
  readonly name: string;
  readonly type: string;
}

/** A struct's members by their signed names. */
type StructValue = Readonly<Record<string, unknown>>;

const PREFIX = Uint8Array.of(0x19, 0x01);

/** Every struct that a type refers to, directly or not, without itself; sorted by name. */
export function referencedStructs(struct: StructName): readonly StructName[] {
  const found = new Set<StructName>();
  const collect = (name: StructName): void => {
    for (const { type } of TYPES[name]) {
      const inner = type.replace("[]", "");
      if (isStruct(inner) && !found.has(inner)) {
        found.add(inner);
        collect(inner);
      }
    }
  };
  collect(struct);
  return [...found].sort();
}

/** EIP-712 `encodeType`: the primary type, then what it refers to, sorted by name. */
export function encodeType(struct: StructName): string {
  return [struct, ...referencedStructs(struct)]
    .map((name) => `${name}(${TYPES[name].map((member) => `${member.type} ${member.name}`).join(",")})`)
    .join("");
}

export function typeHash(struct: StructName): Hex {
  return toHex(keccak_256(utf8ToBytes(encodeType(struct))));
}

/** EIP-712 `hashStruct` of a struct or command in its wire form. */
export function structHash<N extends StructName>(struct: N, value: Struct<N>): Hex {
  return toHex(hashStruct(struct, value as StructValue));
}

export function termsDigest(terms: Struct<"Terms">): Hex {
  return structHash("Terms", terms);
}

/** The primary type's message: the envelope's members and the command's own, in signing order. */
export function message({ record, expected_version, not_after, fields }: SignedCommand): StructValue {
  return { record, expected_version, not_after, ...fields };
}

/** Hash of the EIP-712 domain of one ledger; the ledger's 32-byte id is signed as the salt. */
export function domainSeparator(ledger: Hex): Hex {
  return structHash("EIP712Domain", { ...DOMAIN, salt: ledger });
}

/** The 32 bytes that every signatory of the command signs. `signed` as `commandFromJson` gives it. */
export function digest(signed: SignedCommand): Hex {
  const struct = hashStruct(COMMANDS[signed.command].type, message(signed));
  return toHex(keccak_256(concatBytes(PREFIX, fromHex(domainSeparator(signed.ledger)), struct)));
}

function hashStruct(struct: StructName, value: StructValue): Uint8Array {
  const members: readonly TypedMember[] = TYPES[struct];
  return keccak_256(
    concatBytes(fromHex(typeHash(struct)), ...members.map(({ name, type }) => encode(type, value[name]))),
  );
}

/** EIP-712 `encodeData` of one member: 32 bytes. */
function encode(type: string, value: unknown): Uint8Array {
  if (type.endsWith("[]")) {
    const entry = type.slice(0, -2);
    return keccak_256(concatBytes(...(value as readonly unknown[]).map((each) => encode(entry, each))));
  }
  if (isStruct(type)) return hashStruct(type, value as StructValue);
  if (type === "string") return keccak_256(utf8ToBytes(value as string));
  if (type === "bytes32") return fromHex(value as string, 32);
  if (type === "address") return concatBytes(new Uint8Array(12), fromHex(value as string, 20));
  return wordOf(BigInt(value as boolean | number | string));
}

function isStruct(type: string): type is StructName {
  return Object.hasOwn(TYPES, type);
}
