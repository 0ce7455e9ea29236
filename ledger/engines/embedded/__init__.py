"""An Ethereum chain (rules of Cancun) with one operator, in this process and in one SQLite file.

It knows nothing of what is recorded on it and imports nothing of ours: the rest speaks JSON-RPC to it, as it would
to any node. It claims durability and provability, never decentralisation.
"""

from .errors import ChainDamaged, ChainInUse, GenesisDiffers, NotAChain, StorageFailed
from .executor import Closed, Statistics
from .export import export_blocks, export_genesis
from .genesis import ChainGenesis
from .provider import EmbeddedProvider

__all__ = [
    "ChainDamaged",
    "ChainGenesis",
    "ChainInUse",
    "Closed",
    "EmbeddedProvider",
    "GenesisDiffers",
    "NotAChain",
    "Statistics",
    "StorageFailed",
    "export_blocks",
    "export_genesis",
]
