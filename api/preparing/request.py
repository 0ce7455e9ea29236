"""What a client asks to have prepared."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.models.given import Given
from ledger.commands import COMMANDS

Name = Annotated[
    str,
    Field(
        pattern="^(0x[0-9a-f]{64}|(did:nda:)?0x[0-9a-f]{40})$",
        description="A record's id; a party's may be its address or its did:nda",
    ),
]
Party = Annotated[
    str,
    Field(
        pattern="^(0x[0-9a-f]{64}|(did:nda:)?0x[0-9a-f]{40})$",
        description="A party's id, its address, or its did:nda",
        examples=["did:nda:0x" + "ab" * 20],
    ),
]


class PrepareRequest(Given):
    """fields: in human form (examples/opening-day/README.md): enums and codes by name, dates, decimals, shares as
    `{party: bps}`; names are ids. A text where a commitment is asked for is committed to with a fresh salt, which is
    answered and kept nowhere.

    record: what is moved; of a create command it follows from kind, first signer and nonce. signers: the parties that
    will sign, in order. expected_version: the record's present one where it is left out. not_after: an hour from now
    where it is left out; a time in human form.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "command": "raise_tier",
                    "record": "0x" + "ab" * 32,
                    "fields": {"tier": 1, "evidence": "0x" + "cd" * 32},
                    "signers": ["did:nda:0x" + "ab" * 20],
                }
            ]
        },
    )

    command: Annotated[str, Field(max_length=64, examples=list(COMMANDS)[:1])]
    fields: dict[str, Any] = Field(default={})
    record: Name | None = None
    signers: Annotated[list[Party], Field(max_length=64)] = Field(default=[])
    expected_version: Annotated[int | None, Field(ge=0, le=(1 << 32) - 1, strict=True)] = None
    not_after: Annotated[str | int | None, Field(union_mode="left_to_right")] = None
