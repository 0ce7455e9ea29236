"""The ledger on any EVM chain, spoken to through a web3 provider: a file in this process or a node's HTTP endpoint.

`EvmLedger` is the port; `deploy` puts the contracts there. May import `ledger`, never another engine.
"""

from ledger.engines.evm.deployment import Creation, Deployment, DeploymentDiffers, deploy, find, verify
from ledger.engines.evm.ledger import EvmLedger
from ledger.engines.evm.patience import Patience
from ledger.engines.evm.relay import Fees, RelayKeys
from ledger.engines.evm.rpc import Endpoint

__all__ = [
    "Creation",
    "Deployment",
    "DeploymentDiffers",
    "Endpoint",
    "EvmLedger",
    "Fees",
    "Patience",
    "RelayKeys",
    "deploy",
    "find",
    "verify",
]
