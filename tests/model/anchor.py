"""The model's rules of the Anchor table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import Role, State
from tests.model.ledger import Effect, Model, Signers, refuse


def rules(model: Model, command: c.Command, signers: Signers) -> Effect:
    assert isinstance(command, c.AnchorDigest)
    model.each_signer(signers, [signers.author], Role.OPERATOR, Role.WITNESS)
    series = (signers.author, command.namespace)
    last = model.anchored_sizes.get(series, 0)
    if command.size < last:
        raise refuse("SIZE_SHRINKS", last=last, given=command.size)
    model.anchored_sizes[series] = command.size
    return Effect(State.ANCHORED)
