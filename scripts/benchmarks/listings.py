"""Technologies and needs that nobody offers, as many as are asked for, with words as unevenly used as in a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from marketplace.market_set import need_of, technology_of
from marketplace.matching.glossary import Glossary
from marketplace.profiles import Need, Organisation, Technology
from marketplace.text import fold

OWNERS = 500
_WORDS = 30_000
_BODY = 75  # words of one or two syllables, the mean: about 125 syllables
_STARTS = "b c ch d đ g gh h kh l m n ng nh ph qu r s t th tr v x".split()  # noqa: SIM905
_MIDDLES = "a à á ả ã ạ ă ắ ằ ặ â ấ ầ ậ e é è ẹ ê ế ề ệ i í ì ị o ó ò ọ ô ố ồ ộ ơ ớ ờ ợ u ú ù ụ ư ứ ừ ự".split()  # noqa: SIM905
_ENDS = ["", "c", "i", "m", "n", "ng", "nh", "p", "t", "u"]
_KINDS = ("patent", "software", "know_how", "service", "dataset")
_SECTORS = ("state_management", "smart_city", "production_business", "education_health_life")
_SECTIONS = "ABCDEFGH"


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """What texts are made of: the terms of the glossary, and words of one or two made-up syllables after them."""
    random = np.random.default_rng(1)
    glossary = Glossary.load()
    terms = sorted({term for concept in glossary.concepts for term in glossary.terms(concept)["vi"]})
    syllables = [start + middle + end for start in _STARTS for middle in _MIDDLES for end in _ENDS]
    first, second = random.choice(syllables, (2, _WORDS))
    made = [one if at % 3 == 0 else f"{one} {other}" for at, (one, other) in enumerate(zip(first, second, strict=True))]
    common = [str(each) for each in random.choice(terms, min(len(terms), _WORDS // 10), replace=False)]
    # The commonest words are no terms; terms stand among the less common ones.
    return tuple(
        dict.fromkeys([*made[:300], *(word for pair in zip(made[300:], common, strict=False) for word in pair), *made])
    )


def organisations() -> list[Organisation]:
    return [Organisation(f"o{each}", {"vi": f"Viện {words()[1000 + each]}"}) for each in range(OWNERS)]


def technologies(count: int, seed: int = 2) -> Iterator[Technology]:
    """The first of them are the same however many are asked for."""
    random = np.random.default_rng(seed)
    for number in range(count):
        body = drawn(random, int(random.integers(_BODY // 2, _BODY * 3 // 2)))
        record = {
            "id": f"S{number:07d}",
            "owner": f"o{random.integers(OWNERS)}",
            "kind": _KINDS[number % len(_KINDS)],
            "title": " ".join(body[:6]),
            "abstract": " ".join(body[6:]),
            "lang": "vi",
            "ipc": [f"{_SECTIONS[random.integers(8)]}{random.integers(1, 99):02d}B {random.integers(1, 99)}/00"],
            "sectors": [_SECTORS[random.integers(4)]],
            "trl": int(random.integers(3, 10)),
            "keywords": drawn(random, 4),
            "asking": {"mode": "licence", "amount": int(random.integers(1, 50)) * 10**8, "exclusivity": "exclusive"},
            "territory": ["VN"] if number % 4 else ["VN-HN"],
            "year": 2025,
            "registration_no": f"VN-BENCH-{number:07d}",
        }
        yield technology_of(record)


def needs(count: int) -> list[Need]:
    random = np.random.default_rng(3)
    return [
        need_of(
            {
                "id": f"N{number}",
                "publisher": "o1",
                "title": " ".join(drawn(random, 8)),
                "statement": " ".join(drawn(random, 90)),
                "lang": "vi",
                "sector": _SECTORS[number % 4],
                "budget_vnd": 3 * 10**9,
                "min_trl": 6,
                "territory": ["VN-HN"],
                "must_have": [{"text": "trl", "rule": {"field": "trl", ">=": 6}}],
            }
        )
        for number in range(count)
    ]


def queries(count: int) -> list[str]:
    """Two to four words of the texts, some with tones and some without."""
    random = np.random.default_rng(4)
    asked = [" ".join(drawn(random, int(random.integers(2, 5)))) for _ in range(count)]
    return [fold(each) if number % 2 else each for number, each in enumerate(asked)]


def drawn(random: np.random.Generator, count: int) -> list[str]:
    """Words, the n-th commonest with a chance of about 1/n (Zipf's law)."""
    vocabulary: Sequence[str] = words()
    places = np.searchsorted(_chances(), random.random(count))
    return [vocabulary[place] for place in places]


@lru_cache(maxsize=1)
def _chances() -> npt.NDArray[np.float64]:
    weights = 1 / (np.arange(len(words())) + 2.7)  # Mandelbrot's shift: the first few are not everything
    summed = np.cumsum(weights)
    return summed / summed[-1]
