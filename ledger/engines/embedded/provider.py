"""The chain as a web3.py provider: JSON-RPC in, JSON-RPC out, no network between."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from web3.providers import BaseProvider
from web3.types import RPCEndpoint, RPCResponse

from . import params, shapes
from .access import Access, ReadingAccess, WritingAccess
from .block_methods import BlockMethods
from .errors import METHOD_NOT_FOUND, ReadOnly, RpcError, refused
from .executor import Statistics
from .fee_methods import FeeMethods
from .genesis import ChainGenesis
from .params import Params
from .reader import Reader
from .state_methods import StateMethods


class EmbeddedProvider(BaseProvider):
    """A chain in one SQLite file. Made by `create_or_open` or `open_read_only`; every method is thread-safe.

    An `eth_sendRawTransaction` that answers with a hash has executed the transaction and made it durable. A
    transaction that does not succeed is not included and leaves nothing.
    """

    def __init__(self, access: Access, clock: Callable[[], float]) -> None:
        super().__init__()
        self._access = access
        self._ids = itertools.count(1)
        chain_id = access.reader.genesis.chain_id
        self._methods: Mapping[str, Callable[[Params], Any]] = {
            "web3_clientVersion": lambda _: f"embedded/py-evm-{version('py-evm')}",
            "net_version": lambda _: str(chain_id),
            "eth_chainId": lambda _: hex(chain_id),
            "eth_syncing": lambda _: False,
            "eth_accounts": lambda _: [],
            "eth_sendRawTransaction": self._send,
            **BlockMethods(access, clock).methods,
            **StateMethods(access).methods,
            **FeeMethods(access).methods,
        }

    @classmethod
    def create_or_open(
        cls,
        path: Path,
        genesis: ChainGenesis,
        sign_seal: Callable[[int, bytes], bytes],
        *,
        clock: Callable[[], float] = time.time,
    ) -> EmbeddedProvider:
        """Open the chain for writing, or create it from `genesis`; a file of another genesis is refused.

        sign_seal: from a block's number and hash (32 bytes) to the operator's signature, 65 bytes; called in the
        thread that executes. clock: seconds, Unix.

        Raises ChainInUse, GenesisDiffers, NotAChain, ChainDamaged, StorageFailed.
        """
        return cls(WritingAccess(path, genesis, sign_seal, clock), clock)

    @classmethod
    def open_read_only(cls, path: Path, *, clock: Callable[[], float] = time.time) -> EmbeddedProvider:
        """Open what is sealed, now and later, also while another process writes. Raises NotAChain."""
        return cls(ReadingAccess(path, clock), clock)

    @property
    def reader(self) -> Reader:
        """What is sealed, as rows and headers."""
        return self._access.reader

    @property
    def genesis(self) -> ChainGenesis:
        """What the chain was created from."""
        return self._access.reader.genesis

    @property
    def statistics(self) -> Statistics:
        """Counts since the chain was opened; all zero for a reader."""
        return self._access.statistics if isinstance(self._access, WritingAccess) else Statistics()

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """Answer one request. A refusal is an `error` member; what is raised is a defect, or `Closed`."""
        response: dict[str, Any] = {"jsonrpc": "2.0", "id": next(self._ids)}
        try:
            handler = self._methods.get(method)
            if handler is None:
                raise RpcError(METHOD_NOT_FOUND, f"the method {method} does not exist/is not available")
            response["result"] = handler(Params(params if params is not None else []))
        except RpcError as error:
            response["error"] = error.answer()
        return response  # type: ignore[return-value]  # built by member, a TypedDict in the end

    def is_connected(self, show_traceback: bool = False) -> bool:
        return True

    def wait_sealed(self, block_number: int, timeout: float) -> None:
        """Wait until that block is sealed. Raises TimeoutError after `timeout` seconds."""
        self._access.wait_sealed(block_number, timeout)

    def close(self) -> None:
        """Answer what is under way, then let go of the file.

        An open block stays in the journal and goes on, or is sealed, when the chain is opened again.
        """
        self._access.close()

    def _send(self, given: Params) -> str:
        raw = given.take(0, params.data)
        try:
            return shapes.data(self._access.send(raw))
        except ReadOnly as error:
            raise refused(str(error)) from error
