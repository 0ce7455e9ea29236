"""`hanotex market load`: a set comes to the ledger and into the catalogue once, whatever is killed on the way."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.cli.home import read_aliases
from api.connection import open_embedded, read_embedded
from api.databases import open_databases
from api.loading import deadlines
from api.ranking.market import embedder_in
from api.settings import Settings
from ledger.enums import Role
from ledger.genesis import Genesis
from ledger.keys import KeySigner
from ledger.keystore import new_secret
from ledger.port import all_events
from ledger.records import Asset, Listing, Party, Problem
from ledger.state import Records, fold
from marketplace.catalogue import entries
from marketplace.catalogue.content import read_content
from marketplace.catalogue.published import Published, published
from marketplace.catalogue.tables import EntryRow
from marketplace.matching.candidates import texts_to_embed
from marketplace.profiles import Need, Technology
from tests.command_line import hanotex
from tests.functional.small_market import DEADLINES, PARTIES, TECHNOLOGIES, written

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds
# Three parties of the set, and an operator, an office and a reviewer that are made for the purpose; the rows.
COMMANDS = 6 * 3 + 2 * 5 + 2 * 2


def load(folder: Path, home: Path, *more: str, **environment: str) -> Any:
    return hanotex("market", "load", folder, "--home", home, "--json", *more, **environment)


def folded(home: Path) -> Records:
    with read_embedded(home) as connection:
        return fold(all_events(connection.ledger))


@contextmanager
def catalogue(home: Path) -> Iterator[tuple[Session, Session]]:
    with (
        open_databases(Settings(home=home)) as databases,
        Session(databases.service) as service,
        Session(databases.tables) as tables,
    ):
        yield service, tables


def shown(home: Path) -> dict[str, Published]:
    """What the market shows, by reference."""
    with catalogue(home) as (service, tables):
        return {each.reference: each for each in published(service, tables, int(time.time()))}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("market"))


@pytest.fixture(scope="module")
def loaded(small: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Any]]:
    """A home that the set was loaded into, which nothing changes, and what the command said."""
    home = tmp_path_factory.mktemp("home") / "home"
    ran = load(small, home)
    assert ran.exit_code == 0, ran.stderr
    return home, json.loads(ran.stdout)


@pytest.fixture
def home(loaded: tuple[Path, Mapping[str, Any]], tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(loaded[0], tmp_path / "copy"))


def expect_whole(home: Path) -> None:
    """Every record stands once, at the version that its commands bring it to, and every entry says what it carries."""
    records, aliases = folded(home), read_aliases(home)
    for row in TECHNOLOGIES:
        asset, listing = records.asset(aliases[row["id"]]), records.get(aliases[f"{row['id']}-listing"])
        assert isinstance(asset, Asset)
        assert isinstance(listing, Listing)
        assert (asset.version, asset.state.name, asset.tier) == (2, "ACTIVE", 1)
        assert (listing.version, listing.state.name, listing.asset) == (3, "PUBLISHED", asset.id)
        assert asset.share(aliases[row["owner"]]) == 10_000
    for number in range(1, len(DEADLINES) + 1):
        problem = records.get(aliases[f"P{number:03}"])
        assert isinstance(problem, Problem)
        assert (problem.version, problem.state.name, problem.owner) == (2, "PUBLISHED", aliases["xa-dong"])
    parties = [records.party(aliases[row["id"]]) for row in PARTIES]
    assert [(each.version, each.state.name) for each in parties if each] == [(3, "ACTIVE")] * len(PARTIES)
    assert len(list(records.of_kind(Asset.kind))) == len(TECHNOLOGIES)
    with catalogue(home) as (service, _):
        rows = {row.reference: row for row in service.query(EntryRow)}
        assert {row.state for row in rows.values()} == {"published"}
        said = {name: entries.commitment(entries.version(service, row, 1)) for name, row in rows.items()}
        assert {row.version for row in rows.values()} == {1}
    for name, row in rows.items():
        for record in (row.asset, row.listing, row.problem, row.party):
            found = records.get(record) if record else None
            assert found is None or said[name] in carried(found)
        assert any((row.asset, row.problem, row.party))


def carried(record: Any) -> tuple[bytes, ...]:
    return tuple(getattr(record, name) for name in ("title", "offer", "statement", "profile") if hasattr(record, name))


def test_a_set_is_loaded_through_signed_commands_and_shown(loaded: tuple[Path, Mapping[str, Any]], small: Path) -> None:
    home, answer = loaded
    assert answer["commands"] == COMMANDS
    assert answer["deadlines_moved_by_days"] == 0
    expect_whole(home)
    market = shown(home)
    assert answer["entries"] == len(market)
    assert {"T001", "T002", "P001", "P002", *(row["id"] for row in PARTIES)} <= set(market)
    assert market["T001"].profile is not None
    assert getattr(market["T001"].profile, "record")["asking"] == TECHNOLOGIES[0]["asking"]  # noqa: B009
    record = json.loads(hanotex("record", "T001", "--home", home, "--json").stdout)
    assert record["rights"][0]["number"] == "VNDEMO10001"
    assert sorted(record["rights"][0]["territories"]) == ["LA", "VN"]


def test_vectors_are_made_meanwhile_so_that_a_match_makes_none(small: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    program = "from tests.command_line import hanotex; import sys; print(hanotex(*sys.argv[1:]).stderr)"
    # In a process of its own: it forks.
    ran = subprocess.run(
        [sys.executable, "-c", program, "market", "load", small, "--home", home, "--vectors"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=PATIENCE,
    )
    made: list[int] = []
    embedder = embedder_in(home, None, lambda done, _: made.append(done))
    market = [each.profile for each in shown(home).values()]
    embedder.embed(texts_to_embed([each for each in market if isinstance(each, Technology)]))
    embedder.embed(texts_to_embed([each for each in market if isinstance(each, Need)]))
    assert made == [], ran.stdout


def test_loading_again_changes_nothing_and_says_so(home: Path, small: Path) -> None:
    before, aliases = folded(home), read_aliases(home)
    said = hanotex("market", "load", small, "--home", home)
    assert said.exit_code == 0, said.stderr
    assert "Đã có đủ; không có gì thay đổi" in said.stdout
    assert "All of it is there already; nothing was changed" in said.stdout
    after = folded(home)
    assert [each.head for each in after.of_kind(Asset.kind)] == [each.head for each in before.of_kind(Asset.kind)]
    assert [each.head for each in after.of_kind(Party.kind)] == [each.head for each in before.of_kind(Party.kind)]
    assert read_aliases(home) == aliases
    expect_whole(home)


def sent(home: Path) -> int:
    """How many commands the load has written down to be sent."""
    try:
        with closing(sqlite3.connect(f"file:{home / 'intents.sqlite'}?mode=ro", uri=True)) as log:
            return int(log.execute("SELECT count(*) FROM intents").fetchone()[0])
    except sqlite3.Error:
        return 0


def killed_when(moment: Callable[[], bool], folder: Path, home: Path) -> bool:
    """Load in a process of its own and kill it at a moment; whether it had not ended by itself before."""
    command = [sys.executable, "-m", "api.cli.main", "market", "load", str(folder), "--home", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + PATIENCE
        while process.poll() is None and not moment():
            assert time.monotonic() < until, "the moment did not come"
            time.sleep(0.005)
        process.kill()
        process.communicate()
    return process.returncode == -9


def test_a_load_that_is_killed_at_any_moment_goes_on_where_it_stopped(small: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    moments: list[Callable[[], bool]] = [
        (home / "genesis.json").exists,
        lambda: sent(home) >= COMMANDS // 3,
        lambda: sent(home) >= COMMANDS - 2,
    ]
    assert [killed_when(moment, small, home) for moment in moments] == [True] * len(moments)
    ran = load(small, home)
    assert ran.exit_code == 0, ran.stderr
    assert json.loads(ran.stdout)["commands"] < COMMANDS // 2
    expect_whole(home)


def test_deadlines_that_are_past_are_moved_with_all_others(tmp_path: Path) -> None:
    today = date.today()
    folder = written(
        tmp_path / "set", deadlines=[(today - timedelta(days=30)).isoformat(), (today + timedelta(days=10)).isoformat()]
    )
    home = tmp_path / "home"
    ran = load(folder, home)
    assert ran.exit_code == 0, ran.stderr
    days = json.loads(ran.stdout)["deadlines_moved_by_days"]
    assert f"all are {days} days later" in ran.stderr
    records, aliases, market = folded(home), read_aliases(home), shown(home)
    ends = []
    for name in ("P001", "P002"):
        problem = records.get(aliases[name])
        assert isinstance(problem, Problem)
        end = deadlines.deadline_of(problem.commit_by)
        assert market[name].content["deadline"] == end.isoformat()
        ends.append(end)
    assert ends[0] - deadlines.today(int(time.time())) == timedelta(days=deadlines.LEAST_AHEAD)
    assert ends[1] - ends[0] == timedelta(days=40)
    again = json.loads(load(folder, home).stdout)
    assert (again["commands"], again["entries"], again["deadlines_moved_by_days"]) == (0, 0, days)


def test_what_somebody_has_written_since_is_left_alone(home: Path, small: Path) -> None:
    changed = read_content({**shown(home)["T001"].content, "title": {"vi": "Máy sấy, bản mới"}})
    with catalogue(home) as (service, _), service.begin():
        entry = service.query(EntryRow).filter_by(reference="T001").one()
        assert entries.revise(service, entry, changed, author="somebody", now=int(time.time()))
    answer = json.loads(load(small, home).stdout)
    assert (answer["commands"], answer["entries"]) == (0, 0)
    with catalogue(home) as (service, _):
        entry = service.query(EntryRow).filter_by(reference="T001").one()
        assert (entry.version, entry.pending, entry.shown) == (2, "draft", 1)


def test_what_says_something_else_than_before_is_left_as_it_was_loaded(home: Path, tmp_path: Path) -> None:
    first = {**TECHNOLOGIES[0], "title": "Máy sấy lúa kiểu mới"}
    more = {**TECHNOLOGIES[1], "id": "T003", "title": "Storage schedule"}
    folder = written(tmp_path / "set", technologies=(first, TECHNOLOGIES[1], more))
    ran = load(folder, home)
    assert ran.exit_code == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert (answer["commands"], answer["entries"], answer["differing"]) == (5, 1, ["T001"])
    market = shown(home)
    assert market["T001"].content["title"] == {"vi": TECHNOLOGIES[0]["title"]}
    assert market["T003"].content["title"] == {"en": "Storage schedule"}


STORY = """
scenario: story
title: {vi: Chuyện, en: Story}
parties:
  - {alias: so-khcn, kind: agency, vi: Sở, en: Department, roles: [regulator], genesis: true}
  - {alias: van-hanh, kind: enterprise, vi: Vận hành, en: Operator, roles: [operator]}
  - {alias: shtt, kind: agency, vi: Sở hữu trí tuệ, en: IP office, roles: [ip_registrar]}
  - {alias: danh-gia, kind: institute, vi: Đánh giá, en: Evaluation, roles: [technical_reviewer]}
  - {alias: danh-gia-hai, kind: institute, vi: Đánh giá hai, en: Evaluation 2, roles: [technical_reviewer]}
  - {alias: vien-lua, kind: institute, vi: Viện Lúa, en: Rice Institute, roles: [buyer]}
  - {alias: xa-dong, kind: agency, vi: Xã Đồng, en: Dong, roles: []}
steps:
  - {id: open, onboard: [van-hanh, shtt, danh-gia, danh-gia-hai, vien-lua, xa-dong]}
  - {id: key, as: [vien-lua, vien-lua#2], do: add_key, record: vien-lua, expect: ok,
     with: {key: vien-lua#2, powers: 15, valid_from: start, valid_to: start+5y, threshold: 1}}
  - {id: old, as: [vien-lua#2], do: revoke_key, record: vien-lua, expect: ok,
     with: {key: vien-lua#1, threshold: 1}}
  - {id: aside, as: [danh-gia], do: declare_interest, record: danh-gia, with: {subject: xa-dong}, expect: ok}
  - {id: off, as: [van-hanh], do: move_party, record: vien-lua, with: {party_state: suspended}, expect: ok}
"""


def told(home: Path, tmp_path: Path, *more: str) -> Path:
    """The story's home, its parties suspended, with other keys and interests declared."""
    file = tmp_path / "story.yaml"
    file.write_text(STORY, encoding="utf-8")
    ran = hanotex("scenario", "run", file, "--home", home, *more)
    assert ran.exit_code == 0, ran.stdout
    return home


def test_parties_that_a_home_has_are_used_as_they_are(small: Path, tmp_path: Path) -> None:
    home = told(tmp_path / "home", tmp_path, "--keep-keys")
    before = read_aliases(home)
    refused = load(small, home)
    assert refused.exit_code == 1
    assert "vien-lua: this party is suspended → --readmit admits it again; nothing was sent" in refused.stderr
    assert not (home / "service.sqlite").exists() or shown(home) == {}
    ran = load(small, home, "--readmit")
    assert ran.exit_code == 0, ran.stderr
    records, aliases = folded(home), read_aliases(home)
    assert before.items() <= aliases.items()
    owner = records.party(aliases["vien-lua"])
    assert owner is not None
    assert owner.state.name == "ACTIVE"
    assert {grant.role for grant in owner.roles} == {Role.BUYER, Role.OWNER}
    problem = records.get(aliases["P001"])
    assert isinstance(problem, Problem)
    # The set's own evaluator has an interest in the publisher, so the other one is named.
    assert problem.reviewers[0] == aliases["danh-gia-hai"]
    # Nobody was made for what the home has somebody for, but a security reviewer it had not.
    assert {alias for alias in aliases if "trinh-dien" in alias} == {"tham-dinh-an-toan-trinh-dien"}
    assert shown(home)["vien-lua"].content["title"] == {"vi": "Viện Lúa", "en": "Rice Institute"}
    assert json.loads(load(small, home).stdout)["commands"] == 0


def test_a_home_without_the_keys_is_refused_before_anything_is_sent(small: Path, tmp_path: Path) -> None:
    home = told(tmp_path / "home", tmp_path, "--keep-key", "van-hanh", "--keep-key", "so-khcn")
    height = len(list(folded(home).of_kind(Party.kind)))
    ran = load(small, home, "--readmit")
    assert ran.exit_code == 1
    assert "has 0 of the 1 keys that vien-lua needs to sign" in ran.stderr
    assert "hanotex scenario run … --keep-keys" in ran.stderr
    assert len(list(folded(home).of_kind(Party.kind))) == height


def test_a_ledger_that_is_meant_is_refused(small: Path, tmp_path: Path) -> None:
    key = KeySigner(new_secret())
    genesis = Genesis(
        at=int(time.time()), party_kind=1, country=0, profile=bytes([1]) * 32, keys=(key.address,), threshold=1
    )
    home = tmp_path / "home"
    open_embedded(home, genesis).close()
    ran = load(small, home)
    assert ran.exit_code == 1
    assert "is not for demonstration: nobody signs there for its organisations" in ran.stderr
    assert not (home / "keys" / "market-load.key").exists()


def test_production_mode_loads_nothing(small: Path, tmp_path: Path) -> None:
    ran = load(small, tmp_path / "home", HANOTEX_MODE="production")
    assert ran.exit_code == 1
    assert "it is not loaded in production mode" in ran.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"owner": "ai-do"}, "T001: parties.jsonl has no “ai-do”; nothing was sent"),
        ({"kind": "phép lạ"}, "T001: there is no kind “phép lạ”; nothing was sent"),
        ({"trl": 12}, "T001: trl: "),
        ({"id": "T002"}, "technologies.jsonl, line 2 cannot be read: T002"),
        ({"id": "P002"}, "P002: this id is twice in the set; nothing was sent"),
    ],
)
def test_a_row_that_cannot_be_loaded_is_named(change: Mapping[str, Any], said: str, home: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "set", technologies=({**TECHNOLOGIES[0], **change}, TECHNOLOGIES[1]))
    ran = load(folder, home)
    assert ran.exit_code == 1
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_name_that_the_home_knows_as_another_record_is_refused(home: Path, tmp_path: Path) -> None:
    owned = {**TECHNOLOGIES[0], "owner": "xa-dong"}
    ran = load(written(tmp_path / "set", technologies=(owned,)), home)
    assert ran.exit_code == 1
    assert "T001: this home knows another record by that name → --home NEW_FOLDER; nothing was sent" in ran.stderr
