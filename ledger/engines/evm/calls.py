"""Commands as calls of the contracts, and what their answers mean."""

from __future__ import annotations

from ledger.engines.evm import abi
from ledger.engines.evm.deployment import Deployment
from ledger.engines.evm.patience import ClockBehind
from ledger.engines.evm.relay import COMMAND_GAS
from ledger.engines.evm.reverts import refusal_from_revert
from ledger.engines.evm.rpc import CLOCK_BEHIND, Endpoint, RpcError, to_hex
from ledger.errors import EngineUnavailable, Refused
from ledger.wire import SignedCommand

# What nodes let one call burn where their operator sets nothing else (geth's --rpc.gascap). A command's text of 1 MiB
# costs about a quarter of it.
_AMPLE_GAS = 50_000_000


class TooLarge(EngineUnavailable):
    """The command is too large for a transaction, or takes more gas than one is given."""


class Contracts:
    """The modules at their addresses."""

    def __init__(self, endpoint: Endpoint, deployment: Deployment) -> None:
        self._endpoint = endpoint
        self._module = dict(zip(abi.MODULES, deployment.modules, strict=True))

    def destination(self, signed: SignedCommand) -> bytes:
        """The address of the module that takes a command."""
        return self._module[abi.MODULE_OF[type(signed.command)]]

    def call(self, signed: SignedCommand, block: str = "pending") -> None:
        """Check a command on the state of `block` without recording it.

        Raises `Refused`, `ClockBehind` or `EngineUnavailable`: `TooLarge` where only its size is against it.
        """
        asked = {"to": to_hex(self.destination(signed)), "data": to_hex(abi.calldata(signed))}
        try:
            self._ask(asked, COMMAND_GAS, block)
        except TooLarge:
            # A transaction could not carry it. The ledger itself has an answer: what is over the catalogue's bounds.
            self._ask(asked, _AMPLE_GAS, block)
            raise

    def _ask(self, asked: dict[str, str], gas: int, block: str) -> None:
        try:
            self._endpoint.call("eth_call", {**asked, "gas": hex(gas)}, block)
        except RpcError as error:
            raise meaning(error) from error


def meaning(error: RpcError) -> Refused | ClockBehind | EngineUnavailable:
    """What an endpoint's error answer to a call or a transaction says about the command."""
    if error.code == CLOCK_BEHIND and isinstance(error.data, dict):
        return ClockBehind(int(error.data["at"]), int(error.data["now"]))
    data = error.revert_data
    if data is None and error.says_too_large:
        return TooLarge(f"the command is too large for a transaction: {error.message}")
    if data is None:
        return EngineUnavailable(f"the chain did not take the command: {error.message}")
    refused = refusal_from_revert(data)
    if refused is None:
        return EngineUnavailable(f"the contracts gave no answer of the catalogue: {error.message} 0x{data[:100].hex()}")
    if refused.code == "CLOCK_BEHIND":
        return ClockBehind(refused.values["at"], refused.values["now"])
    return refused
