"""Keys that anybody can find: of developers' tools, of this project's own tests, and those that are guessed first.

Whoever knows a key acts for whom it is registered, so no ledger that is meant may know one of these.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from eth_hash.auto import keccak

from ledger.keys import KeySigner
from ledger.signatures import ORDER

# Private keys up to here are looked for by whoever sweeps chains; above what is made in advance they need the secret.
SMALL = 1 << 32
_MADE = 1 << 10
_KEYS_OF_A_NAME = 20

# The first accounts of Hardhat and Anvil ("test test … junk"), Ganache ("myth like …"), Truffle ("candy maple …"), of
# Besu's development network, and of the network that `geth --dev` once had.
_TOOLS = """
f39fd6e51aad88f6f4ce6ab8827279cfffb92266 70997970c51812dc3a010c7d01b50e0d17dc79c8
3c44cdddb6a900fa2b585dd299e03d12fa4293bc 90f79bf6eb2c4f870365e785982e1f101e93b906
15d34aaf54267db7d7c367839aaf71a00a2c6a65 9965507d1a55bcc2695c58ba16fb37d819b0a4dc
976ea74026e726554db657fa54763abd0c3a0aa9 14dc79964da2c08b23698b3d3cc7ca32193d9955
23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f a0ee7a142d267c1f36714e4a8f75612f20a79720
bcd4042de499d14e55001ccbb24a551f3b954096 71be63f3384f5fb98995898a86b02fb2426c5788
fabb0ac9d68b0b445fb7357272ff202c5651694a 1cbd3b2770909d4e10f157cabc84c7264073c9ec
df3e18d64bc6a983f673ab319ccae4f1a57c7097 cd3b766ccdd6ae721141f452c550ca635964ce71
2546bcd3c84621e976d8185a91a922ae77ecec30 bda5747bfd65f08deb54cb465eb87d40e51b197e
dd2fd4581271e230360230f9337d5c0430bf44c0 8626f6940e2eb28930efb4cef49b2d1f2c9c1199
90f8bf6a479f320ead074411a4b0e7944ea8c9c1 ffcf8fdee72ac11b5c542428b35eef5769c409f0
22d491bde2303f2f43325b2108d26f1eaba1e32b e11ba2b4d45eaed5996cd0823791e0c93114882d
d03ea8624c8c5987235048901fb614fdca89b117 95ced938f7991cd0dfcb48f0a06a40fa1af46ebc
3e5e9111ae8eb78fe1cc3bb8915d5d461f3ef9a9 28a8746e75304c0780e011bed21c72cd78cd535e
aca94ef8bd5ffee41947b4585a84bda5a3d3da6e 1df62f291b2e969fb0849d99d9ce41e2f137006e
627306090abab3a6e1400e9345bc60c78a8bef57 f17f52151ebef6c7334fad080c5704d77216b732
c5fdf4076b8f3a5357c5e395ab970b5b54098fef 821aea9a577a9b44299b9c15c88cf3087f3b5544
0d1d4e623d10f9fba5db95830f7d3839406c6af2 2932b7a2355d6fecc4b5c0b6bd44cc31df247a2e
2191ef87e392377ec08e7c08eb105ef5448eced5 0f4f2ac550a1b4e2280d04c21cea7ebd822934b5
6330a553fc93768f612722bb8c2ec78ac90b3bbc 5aeda56215b167893e80b4fe645ba6d5bab767de
fe3b557e8fb62b89f4916b721be55ceb828dbd73 71562b71999873db5b286df957af199ec94617f7
"""
# Whom the tests, the vectors and the examples have keys of; a key is Keccak-256 of the name, or of
# `HanoTEX test key NAME#n` (`ledger.scenario.randomness.SeededRandomness`).
_NAMES = """
a account acme alice an-cu-do ann arbiter arm assessor auditor bank ben beta bob both branch bro buyer bva cai carol
city clerk company dan dang-ky-nhi-ha daughter dell dept desk dh-ky-thuat-song-hong district do-luong-nhi-ha
doi-pccc-thuong-do duo elsewhere epsi etta eve farm fay full gama gone gus ha-thanh-so hal hanoi-dost htx-go-sim idle
institute iota ivy jan kai kay keen khien-viet kid kiem-toan-tan-vien kim kit laboratory land late later lone lumi-viet
maker mallory minh-dinh mum near new ngan-hang-nhi-ha nobody node odd office operator other other-file own owner p1 p2
p3 p4 p5 p6 p7 p8 p9 p10 p11 p12 p13 p14 p15 pending phuong-lien-van poor provider registrar regulator relay reviewer
robo-nhi-ha s seal sealer sec security sina sister slow so-huu-tri-tue-nhi-ha startup stranger studio tech technical
tham-dinh-van-xuan thea thief till toni town transfer trio trong-tai-thang-thanh tt-dieu-hanh-thang-thanh turn twice
university val valuer ver vera verifier vic vien-cam-bien-hong-ha vien-co-dien-nhi-ha vin wait whole wit zeta
"""
_PHRASES = (
    "HanoTEX test operator",
    "HanoTEX test operator of two processes",
    "HanoTEX test relay",
    "HanoTEX test relay on geth",
    "a key of nobody",
    "a key of the tests of signers",
    "an operator's own key",
    "another key of the tests of signers",
    "another operator",
    "operator seal",
)


def is_published(address: bytes) -> bool:
    """Whether the key of an address (20 bytes) can be found by whoever looks for it."""
    return address in _addresses()


def is_guessable(secret: bytes) -> bool:
    """Whether 32 secret bytes are published, or were made by no random source: a private key or one that seals."""
    number = int.from_bytes(secret, "big")
    if not SMALL <= number <= ORDER - SMALL:
        return True
    # Of 32 random bytes about 30 differ; fewer than 16, or none above 127, is no accident.
    if len(set(secret)) < 16 or secret.isascii() or _is_row(secret):
        return True
    return is_published(KeySigner(secret).address)


def _is_row(secret: bytes) -> bool:
    """Whether each byte follows from the one before by the same step."""
    return len({(after - before) % 256 for before, after in pairwise(secret)}) == 1


@cache
def _addresses() -> frozenset[bytes]:
    names = [*_NAMES.split(), *_PHRASES]
    numbered = (f"HanoTEX test key {name}#{number}" for name in names for number in range(1, _KEYS_OF_A_NAME + 1))
    secrets = [
        *(keccak(text.encode()) for text in (*names, *numbered)),
        *(number.to_bytes(32, "big") for number in range(1, _MADE)),
        *(bytes([byte]) * 32 for byte in range(1, 255)),
    ]
    return frozenset(bytes.fromhex(each) for each in _TOOLS.split()) | {KeySigner(each).address for each in secrets}
