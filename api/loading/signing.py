"""Who signs a command: the valid keys of a party that lie in the home, as many as it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from api.loading.refusals import KeyMissing
from api.party_keys import PartyKeys
from ledger.commands import Command
from ledger.enums import Power
from ledger.keys import KeySigner, sign
from ledger.records import Party
from ledger.wire import SignedCommand


class Signing:
    """parties: what stands on the ledger, by id; one that does not stand there has the key that it is named after."""

    def __init__(
        self, ledger: bytes, keys: PartyKeys, parties: Callable[[bytes], Party | None], aliases: Mapping[bytes, str]
    ) -> None:
        self._ledger, self._keys, self._parties, self._aliases = ledger, keys, parties, aliases

    def signers(self, party: bytes, power: Power, now: int) -> list[KeySigner]:
        """Raises `KeyMissing`."""
        found = self._parties(party)
        if found is None:
            valid, needed = [party[12:]], 1
        else:
            valid = [key.address for key in found.keys if key.is_valid(now) and key.powers & power]
            needed = found.threshold if power & (Power.TITLE | Power.KEYS) else 1
        held = [address for address in valid if self._keys.holds(address)]
        if len(held) < needed:
            raise KeyMissing(self._aliases.get(party, "0x" + party.hex()), needed, len(held))
        return [self._keys.signer(address) for address in held[:needed]]

    def signed(self, command: Command, parties: tuple[bytes, ...], now: int) -> SignedCommand:
        """Raises `KeyMissing`."""
        signers = [signer for party in parties for signer in self.signers(party, type(command).power, now)]
        return sign(command, self._ledger, signers)
