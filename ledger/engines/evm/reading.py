"""Reading the chain: which logs are asked for, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.engines.evm import logs
from ledger.engines.evm.deployment import Deployment
from ledger.engines.evm.logs import Log
from ledger.engines.evm.rpc import Endpoint, RpcError, to_hex
from ledger.events import Event, GenesisEvent, Position, Receipt

_FIRST_SPAN = 64
_LONGEST_SPAN = 10_000


class LogReader:
    """The deployment's events on one endpoint."""

    def __init__(self, endpoint: Endpoint, deployment: Deployment) -> None:
        self._endpoint = endpoint
        self._ledger = deployment.ledger
        self._since = deployment.block
        self._modules = [to_hex(module) for module in deployment.modules]
        self._all = [to_hex(deployment.registry), *self._modules]

    def receipt(self, digest: bytes) -> Receipt | None:
        """The receipt of an accepted digest, including one whose block is not sealed."""
        found = self._logs(self._modules, [None, None, to_hex(digest)], self._since, self._endpoint.tip)
        accepted = [log for log in found if log.topics[0] in logs.ALL_TOPICS]
        return logs.receipt_from_log(accepted[0]) if accepted else None

    def history(self, record: bytes) -> list[Event | GenesisEvent]:
        """Every event on a record or that touched it, oldest first; raises `HistoryBroken` for an altered one."""
        if not any(record):
            return []  # no record has this id: it stands in events for a second record that there is not
        own = self._logs(self._all, [_any_of(logs.ALL_TOPICS), to_hex(record)], self._since, self._endpoint.tip)
        touching = [_any_of(logs.TOUCHING_TOPICS), None, None, to_hex(record)]
        found = own + self._logs(self._modules, touching, self._since, self._endpoint.tip) + self._also_touching(record)
        return [logs.event_from_log(log, self._ledger) for log in sorted(found, key=_position)]

    def _also_touching(self, record: bytes) -> list[Log]:
        """The events of commands that touched the record as the second of two."""
        topics = [to_hex(logs.ALSO_TOUCHED_TOPIC), to_hex(record)]
        digests = [log.topics[2] for log in self._logs(self._modules, topics, self._since, self._endpoint.tip)]
        if not digests:
            return []
        touching = [_any_of(logs.TOUCHING_TOPICS), None, _any_of(digests)]
        return self._logs(self._modules, touching, self._since, self._endpoint.tip)

    def events(self, after: Position, limit: int) -> Sequence[Event | GenesisEvent]:
        """Sealed events after a position, oldest first; fewer than `limit`: there are no more now.

        Raises `HistoryBroken` for an altered one.
        """
        head = self._endpoint.number("eth_blockNumber")
        first, span = max(after.block, self._since), _FIRST_SPAN
        found: list[Log] = []
        while first <= head and len(found) < limit:
            last = min(first + span - 1, head)
            try:
                page = self._logs(self._all, [_any_of(logs.ALL_TOPICS)], first, hex(last))
            except RpcError:
                # Nodes limit what one answer may hold, each in its own words.
                if span == 1:
                    raise
                span = max(1, span // 8)
                continue
            found += sorted((log for log in page if log.position > after), key=_position)
            first = last + 1
            span = min(span * 2, _LONGEST_SPAN) if len(page) < limit else max(1, span // 2)
        return [logs.event_from_log(log, self._ledger) for log in found[:limit]]

    def _logs(self, addresses: list[str], topics: list[Any], first: int, last: str) -> list[Log]:
        wanted = {"address": addresses, "topics": topics, "fromBlock": hex(first), "toBlock": last}
        return [logs.log_from_json(log) for log in self._endpoint.call("eth_getLogs", wanted)]


def _any_of(topics: Sequence[bytes]) -> list[str]:
    return [to_hex(topic) for topic in topics]


def _position(log: Log) -> Position:
    return log.position
