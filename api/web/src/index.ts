// The browser's side of the ledger: read, hash, sign and check commands without asking a server.

export { canonical, type Json } from "./canonical.ts";
export type { CommandName, Fields, Signed, SignedCommand, Struct, StructName } from "./commands.ts";
export { digest, domainSeparator, encodeType, message, structHash, termsDigest, typeHash } from "./digest.ts";
export { COMMANDS, DOMAIN, ENUMS, REFUSALS, TYPES } from "./generated.ts";
export { genesisHead, ledgerId, regulatorId, type Genesis } from "./genesis.ts";
export { headAfter, nextHead, type Link, type Seconds } from "./heads.ts";
export { fromHex, isHex, toHex, type Hex } from "./hex.ts";
export { commitment, fileContent, partyId, recordId, royaltyNonce, royaltyPeriodId, seal } from "./identifiers.ts";
export { nameOf, refusalFromJson, Refused, type Refusal, type RefusalCode } from "./refusals.ts";
export { addressOf, attach, recover, signDigest, signWith, typedData } from "./sign.ts";
export { commandFromJson, parse, serialise, structFromJson } from "./wire.ts";
