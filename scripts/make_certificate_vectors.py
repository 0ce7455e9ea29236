"""Write tests/vectors/certificates/: good and tampered certificates of a real embedded ledger, and its trust file.

python scripts/make_certificate_vectors.py           write the files
python scripts/make_certificate_vectors.py --check   compare with the committed ones, exit 1 on any difference

Keys, times and the chain are fixed, so the bytes are the same each time. good-N.json is valid and tampered-N.json
invalid under trust-N.json; every trust-N.json is the one trust file. index.json says what each shows, or what was done
to it and the answer that it must get.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ledger import commands as c  # noqa: E402  # the path is set above, so that no installation is needed
from ledger import enums  # noqa: E402
from ledger.proof.collect import Collector  # noqa: E402
from ledger.proof.verdict import Invalid  # noqa: E402
from ledger.proof.verify import verify  # noqa: E402
from scripts.vectors.certificate_story import PatentStory, ha_noi, label, word  # noqa: E402
from scripts.vectors.certificate_tampering import Originals, Tampered, tampered  # noqa: E402

FOLDER = ROOT / "tests" / "vectors" / "certificates"


def files() -> dict[str, bytes]:
    """Name -> bytes of every file."""
    with tempfile.TemporaryDirectory() as home, PatentStory(Path(home)) as story:
        collector = Collector(story.ledger, story.connection.trust, story.operator)
        good = _good(story, collector)
        trust = json.dumps(story.connection.trust.document, indent=2).encode() + b"\n"
        altered = _tampered(story, collector, good)
    made = {f"good-{number}.json": bundle for number, (_, bundle) in enumerate(good, start=1)}
    made |= {f"tampered-{number}.json": each.document for number, each in enumerate(altered, start=1)}
    made |= {f"trust-{number}.json": trust for number in range(1, max(len(good), len(altered)) + 1)}
    index = {
        "good": [{"file": f"good-{n}.json", "shows": shows} for n, (shows, _) in enumerate(good, start=1)],
        "tampered": [
            {"file": f"tampered-{n}.json", "what": each.what, "step": each.step, "code": each.code}
            for n, each in enumerate(altered, start=1)
        ],
    }
    return made | {"index.json": json.dumps(index, ensure_ascii=False, indent=1).encode() + b"\n"}


def _good(story: PatentStory, collector: Collector) -> list[tuple[str, bytes]]:
    second_year = ha_noi(story.first_year.end, story.first_year.end + 365 * 86_400)
    return [
        ("the history of a patent", collector.record(story.asset)),
        ("the history of a patent, with those of the signing parties", collector.record(story.asset, deep=True)),
        ("the history of a licence", collector.record(story.grant)),
        ("the history of a party", collector.record(story.institute)),
        ("the history of the regulator, which the genesis document creates", collector.record(story.regulator)),
        ("that there is no record with an id", collector.absent_record(word("no such record"))),
        ("that no asset holds an office and number", collector.absent_right(label("VN"), label("10099999"))),
        ("that no exclusive grant overlaps a later year", collector.no_exclusive_grant(story.asset, second_year)),
    ]


def _tampered(story: PatentStory, collector: Collector, good: list[tuple[str, bytes]]) -> list[Tampered]:
    asset, deep, licence, absent_right = (good[place][1] for place in (0, 1, 2, 6))
    rule = c.SetGrantRule(**story.envelope(story.asset), grant_rule=enums.GrantRule.ALL)
    story.give(rule, "institute#1", "institute#2")
    story.seal()
    later = collector.record(story.asset)
    made = list(tampered(Originals(asset, deep, licence, absent_right, later, story.operator)))
    for each in made:
        verdict = verify(each.document, story.connection.trust)
        if not isinstance(verdict, Invalid) or (verdict.step, verdict.code) != (each.step, each.code):
            raise SystemExit(f"{each.what}: to be found as {each.code} at step {each.step}, and not {verdict}")
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    check = parser.parse_args().check
    made = files()
    committed = {path.name: path.read_bytes() for path in FOLDER.glob("*.json")}
    differing = sorted(name for name in made.keys() | committed.keys() if made.get(name) != committed.get(name))
    for name in differing:
        print(f"{'differs' if check else 'written'}: {name}")
        if not check:
            FOLDER.mkdir(parents=True, exist_ok=True)
            if name in made:
                (FOLDER / name).write_bytes(made[name])
            else:
                (FOLDER / name).unlink()
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
