// Signatures over digests: made with a key in this page, or asked of a wallet and checked before use.

import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { SignedCommand, StructName } from "./commands.ts";
import { digest, message, referencedStructs } from "./digest.ts";
import { COMMANDS, DOMAIN, TYPES } from "./generated.ts";
import { fromHex, isHex, toHex, type Hex } from "./hex.ts";

const V_BASE = 27;
const SIGNATURE_BYTES = 65;

/** The address of a 32-byte private key: the last 20 bytes of the Keccak-256 of its public key. */
export function addressOf(privateKey: Uint8Array): Hex {
  return addressOfPublicKey(secp256k1.getPublicKey(privateKey, false));
}

/** `r ‖ s ‖ v` over a 32-byte digest: `s` in the lower half, `v` 27 or 28, nonce by RFC 6979. */
export function signDigest(hash: Hex, privateKey: Uint8Array): Hex {
  const raw = secp256k1.sign(fromHex(hash, 32), privateKey, { prehash: false, lowS: true, format: "recovered" });
  const { r, s, recovery } = secp256k1.Signature.fromBytes(raw, "recovered");
  return toHex(concatBytes(new secp256k1.Signature(r, s).toBytes("compact"), Uint8Array.of(V_BASE + (recovery ?? 0))));
}

/**
 * The address whose key made `signature` over `hash`, or null where the ledger answers BAD_SIGNATURE: not 65 bytes,
 * `v` not 27 or 28, `r` or `s` zero or out of range, `s` in the upper half, or nothing is recovered.
 */
export function recover(hash: Hex, signature: Hex): Hex | null {
  const raw = fromHex(signature);
  const v = raw[SIGNATURE_BYTES - 1];
  if (raw.length !== SIGNATURE_BYTES || (v !== V_BASE && v !== V_BASE + 1)) return null;
  try {
    const parsed = secp256k1.Signature.fromBytes(raw.subarray(0, SIGNATURE_BYTES - 1), "compact");
    if (parsed.hasHighS()) return null;
    const point = parsed.addRecoveryBit(v - V_BASE).recoverPublicKey(fromHex(hash, 32));
    return addressOfPublicKey(point.toBytes(false));
  } catch {
    // The curve's library throws for numbers out of range and for an r that is the x of no point.
    return null;
  }
}

/** What `eth_signTypedData_v4` takes: only the types that the command refers to, the domain, the message. */
export function typedData(signed: SignedCommand): Record<string, unknown> {
  const primaryType: StructName = COMMANDS[signed.command].type;
  const names: readonly StructName[] = ["EIP712Domain", primaryType, ...referencedStructs(primaryType)];
  return {
    types: Object.fromEntries(names.map((name) => [name, TYPES[name]])),
    primaryType,
    domain: { ...DOMAIN, salt: signed.ledger },
    message: message(signed),
  };
}

/** The command with one more signature, made here with a private key. */
export function signWith<S extends SignedCommand>(signed: S, privateKey: Uint8Array): S {
  return attach(signed, signDigest(digest(signed), privateKey), addressOf(privateKey));
}

/**
 * The command with a wallet's signature added, once it is known to be that account's over this very command.
 *
 * Some wallets answer `v` as 0 or 1 and hex in capitals; both are put into the ledger's one spelling first.
 * Throws an Error where the signature is of another account, of another message, or not the first of its key.
 */
export function attach<S extends SignedCommand>(signed: S, signature: string, account: string): S {
  const given = inLedgerForm(signature);
  const hash = digest(signed);
  const address = account.toLowerCase();
  const recovered = given === null ? null : recover(hash, given);
  if (given === null || recovered === null) throw new Error("this is not a signature that the ledger accepts");
  if (recovered !== address) throw new Error(`signed by ${recovered} or over another message, not by ${address}`);
  if (signed.signatures.some((each) => recover(hash, each) === recovered)) throw new Error(`${address} has signed already`);
  return { ...signed, signatures: [...signed.signatures, given] };
}

function inLedgerForm(signature: string): Hex | null {
  const lower = signature.toLowerCase();
  if (!isHex(lower, SIGNATURE_BYTES)) return null;
  const raw = fromHex(lower);
  const v = raw[SIGNATURE_BYTES - 1];
  if (v === 0 || v === 1) raw[SIGNATURE_BYTES - 1] = V_BASE + v;
  return toHex(raw);
}

function addressOfPublicKey(uncompressed: Uint8Array): Hex {
  // The first byte (4) marks the uncompressed form (SEC 1, 2.3.3) and is not part of what is hashed.
  return toHex(keccak_256(uncompressed.subarray(1)).subarray(12));
}
