"""`hanotex match`: answers with reasons, kept as runs that can be made again; what was changed since is told."""

from __future__ import annotations

import json
import shutil
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from api.connection import open_embedded
from api.migrations import SERVICE, open_upgraded
from ledger.keystore import keep_secret, write_private
from marketplace.canonical import canonical_text
from marketplace.catalogue import entries
from marketplace.catalogue.tables import EntryRow, VersionRow
from marketplace.database import file_url, writing
from marketplace.matching.runs.document import read_document
from marketplace.matching.runs.merkle import leaf_hash, node_hash
from marketplace.ranking.tables import CandidateSetRow, RankingLogRow, RankingNodeRow, RankingRunRow
from tests.command_line import hanotex
from tests.conformance.cast import genesis, key, sign
from tests.conformance.histories import Author
from tests.functional.ranked_market import fill
from tests.model import Model

ENVIRONMENT = {"HANOTEX_EMBEDDER": "hashing"}
TECHNOLOGIES = 160


def match(home: Path, *arguments: str | Path, **environment: str) -> Any:
    return hanotex("match", *arguments, "--home", home, **{**ENVIRONMENT, **environment})


def answer(home: Path, *arguments: str) -> list[dict[str, Any]]:
    result = match(home, *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["matchings"]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an operator, the labelled set's market, and two runs of which the first is anchored."""
    home = tmp_path_factory.mktemp("market") / "home"
    now = int(time.time())
    with open_embedded(home, genesis(now - 5)) as opened:
        for drawn in Author(Model(genesis(now - 5)), lambda given: given[0], lambda n: False).opening(now - 5):
            opened.ledger.submit(sign(opened.trust.ledger, drawn.command, drawn.keys))
    keep_secret(home / "keys" / "bva.json", b"secret", key("operator").secret, random_password=True)
    write_private(home / "keys" / "bva.password", "secret")
    database = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
    fill(database, now)
    database.dispose()
    answer(home, "need", "P001")
    anchored = match(home, "anchor", "--key", "bva")
    assert anchored.exit_code == 0, anchored.output
    answer(home, "need", "P027", "--limit", "1")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "home")


def changed(home: Path, change: Callable[[Session], Any]) -> None:
    database = open_upgraded(file_url(home / "service.sqlite"), SERVICE)
    with Session(writing(database)) as session, session.begin():
        change(session)
    database.dispose()


def replayed(home: Path, run: str = "1", **environment: str) -> tuple[int, dict[str, Any]]:
    result = match(home, "replay", run, "--json", **environment)
    return result.exit_code, json.loads(result.stdout)


# --- Answers -------------------------------------------------------------------------------------------------------


def test_a_need_gets_what_fits_with_reasons_in_vietnamese_and_a_run(home: Path) -> None:
    (found,) = answer(home, "need", "P001")
    first = found["suggestions"][0]
    assert (first["reference"], first["position"]) == ("T003", 1)
    assert first["strength"] in ("strong", "medium", "weak")
    assert any(term["vi"] and term["en"] for term in first["terms"])
    assert {each["name"] for each in first["facets"]} >= {"trl", "territory", "budget"}
    excluded = {each["reference"]: each["broken"][0]["code"] for each in found["excluded"]}
    assert excluded["T010"] == "TRL_MISSED"
    assert found["run"]["number"] == 3
    said = match(home, "need", "P001").stdout
    assert "1. Bộ báo cháy không dây" in said
    assert "TRL 9, đạt mức tối thiểu 8" in said
    assert "Gần nhưng bị loại" in said
    assert "hanotex match replay 4" in said
    (shorter,) = answer(home, "need", "P001", "--limit", "1")
    assert [each["reference"] for each in shorter["suggestions"]] == ["T003"]


def test_what_is_asked_may_be_named_by_its_entry(home: Path) -> None:
    (by_reference,) = answer(home, "need", "P001")
    (by_entry,) = answer(home, "need", by_reference["asked"]["entry"])
    assert by_entry["suggestions"] == by_reference["suggestions"]


def test_an_entry_means_itself_whatever_another_is_called(home: Path) -> None:
    (by_reference,) = answer(home, "need", "P001")
    entry = by_reference["asked"]["entry"]
    renamed = update(EntryRow).where(EntryRow.reference == "P002").values(reference=entry)
    changed(home, lambda session: session.execute(renamed))
    (by_entry,) = answer(home, "need", entry)
    assert by_entry["asked"]["reference"] == "P001"


def test_a_technology_gets_needs_and_a_fund_gets_both(home: Path) -> None:
    (found,) = answer(home, "technology", "T057")
    assert found["found"] == "need"
    assert found["considered"] == 60
    assert (found["empty"] is None) is bool(found["suggestions"])
    technologies, needs = answer(home, "fund", "F001")
    assert (technologies["found"], needs["found"]) == ("technology", "need")
    assert needs["run"]["number"] == technologies["run"]["number"] + 1
    assert technologies["considered"] == TECHNOLOGIES


def test_a_name_that_nothing_has_is_told_with_what_to_do(home: Path) -> None:
    refused = match(home, "need", "P999")
    assert refused.exit_code == 1
    assert "Không có nhu cầu nào đang công bố tên “P999”" in refused.stderr
    assert match(home, "technology", "P001").exit_code == 1


# --- Replay --------------------------------------------------------------------------------------------------------


def test_a_run_made_again_has_the_same_root_and_stands_under_the_ledgers_anchor(home: Path) -> None:
    code, told = replayed(home)
    assert (code, told["verdict"], told["same_root"], told["differences"]) == (0, "same", True, [])
    assert (told["anchored"], told["anchor"]["size"]) == ("anchored", 1)
    code, second = replayed(home, "2")
    assert (code, second["verdict"], second["anchored"]) == (0, "same", "not_yet")
    said = match(home, "replay", "1").stdout
    assert "✓ Lần xếp hạng 1" in said
    assert told["root"] in said


def test_a_run_stays_the_same_when_the_market_has_moved_on(home: Path) -> None:
    def move_on(session: Session) -> None:
        for entry in session.query(EntryRow).filter(EntryRow.reference.in_(["T003", "T010"])):
            entries.withdraw(session, entry, int(time.time()))

    changed(home, move_on)
    assert "T003" not in [each["reference"] for each in answer(home, "need", "P001")[0]["suggestions"]]
    code, told = replayed(home)
    assert (code, told["same_root"]) == (0, True)


def _edited(home: Path, edit: Callable[[dict[str, Any]], None], *, root: bool) -> None:
    """Edit the first run's document as somebody with the database would. root: and make its root fit."""

    def change(session: Session) -> None:
        row = session.get_one(RankingRunRow, 1)
        value = json.loads(row.document)
        edit(value)
        row.document = canonical_text(value)
        if root:
            row.root = read_document(row.document).root
            session.get_one(RankingNodeRow, (0, 0)).hash = leaf_hash(row.root)

    changed(home, change)


def _first_is_hidden(value: dict[str, Any]) -> None:
    first = next(each for each in value["candidates"] if each["outcome"]["standing"] == "suggested")
    first["outcome"] = {"standing": "not_suggested"}


def test_an_edited_document_is_told(home: Path) -> None:
    _edited(home, _first_is_hidden, root=False)
    code, told = replayed(home)
    assert (code, told["verdict"], told["why"]) == (1, "differs", "DOCUMENT_DIFFERS")


def test_an_edited_document_whose_root_was_made_to_fit_is_not_what_the_ledger_has(home: Path) -> None:
    _edited(home, _first_is_hidden, root=True)
    code, told = replayed(home)
    # The log's second node was made of the first one's old hash, and the ledger's anchor too.
    assert (code, told["verdict"], told["why"]) == (1, "differs", "LOG_DIFFERS")
    assert {each["of"] for each in told["differences"] if each["what"] == "OUTCOME_DIFFERS"} >= {"T003"}


def test_a_log_made_anew_around_an_edited_document_is_not_what_the_ledger_has(home: Path) -> None:
    _edited(home, _first_is_hidden, root=True)

    def again(session: Session) -> None:
        left, right = (session.get_one(RankingNodeRow, (0, place)).hash for place in (0, 1))
        session.get_one(RankingNodeRow, (1, 0)).hash = node_hash(left, right)

    changed(home, again)
    code, told = replayed(home)
    assert (code, told["why"], told["anchored"]) == (1, "ANCHOR_DIFFERS", "differs")


def test_a_log_cut_off_before_the_end_that_was_anchored_is_not_what_the_ledger_has(home: Path) -> None:
    answer(home, "need", "P003")
    assert json.loads(match(home, "anchor", "--key", "bva", "--json").stdout)["size"] == 3

    def again(session: Session) -> None:
        row = session.get_one(RankingRunRow, 2)
        row.document = canonical_text({**json.loads(row.document), "salt": "0x" + "00" * 16})
        row.root = read_document(row.document).root
        left, right = session.get_one(RankingNodeRow, (0, 0)), session.get_one(RankingNodeRow, (0, 1))
        right.hash = leaf_hash(row.root)
        session.get_one(RankingNodeRow, (1, 0)).hash = node_hash(left.hash, right.hash)
        session.delete(session.get_one(RankingRunRow, 3))
        session.get_one(RankingLogRow, 1).size = 2

    changed(home, again)
    code, told = replayed(home, "2")
    # Made again it is the same: what tells is that the ledger has a longer log, without this run.
    assert (code, told["same_root"], told["why"], told["anchored"]) == (1, True, "ANCHOR_DIFFERS", "differs")


@pytest.mark.parametrize(("reference", "what"), [("T003", "CANDIDATE_CHANGED"), ("P001", "QUESTION_CHANGED")])
def test_a_content_that_was_changed_in_place_is_told(home: Path, reference: str, what: str) -> None:
    def change(session: Session) -> None:
        entry = session.query(EntryRow).filter_by(reference=reference).one()
        version = session.get_one(VersionRow, (entry.id, 1))
        version.content = version.content.replace("báo cháy", "báo khói").replace("gia đình", "hộ dân")

    changed(home, change)
    code, told = replayed(home)
    assert code == 1
    assert [(each["what"], each["of"], each["name"]) for each in told["differences"]] == [(what, reference, "content")]


def test_a_candidate_that_is_gone_is_told(home: Path) -> None:
    def change(session: Session) -> None:
        entry = session.query(EntryRow).filter_by(reference="T010").one()
        session.execute(delete(VersionRow).where(VersionRow.entry == entry.id))

    changed(home, change)
    code, told = replayed(home)
    assert code == 1
    assert [(each["what"], each["of"]) for each in told["differences"]] == [("CANDIDATE_MISSING", "T010")]


def test_another_set_of_candidates_is_told(home: Path) -> None:
    def change(session: Session) -> None:
        row = session.query(CandidateSetRow).filter_by(count=TECHNOLOGIES).one()
        kept = json.loads(zlib.decompress(row.document))
        row.document = zlib.compress(canonical_text(kept[1:]).encode())

    changed(home, change)
    code, told = replayed(home)
    assert (code, [each["what"] for each in told["differences"]]) == (1, ["CANDIDATE_SET_CHANGED"])


def test_a_model_that_is_not_here_and_a_document_that_was_forgotten_leave_it_undecided(home: Path) -> None:
    result = match(home, "replay", "1", "--embedder", "onnx:/nowhere", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["verdict"], told["why"]) == (2, "undecided", "MODEL_NOT_INSTALLED")
    assert told["anchored"] == "anchored"

    changed(home, lambda session: session.execute(update(RankingRunRow).values(document="")))
    code, forgotten = replayed(home)
    assert (code, forgotten["why"], forgotten["anchored"]) == (2, "DOCUMENT_FORGOTTEN", "anchored")


def test_a_run_that_is_not_there_is_a_mistake_of_the_caller(home: Path) -> None:
    assert match(home, "replay", "99").exit_code == 64
    assert match(home, "replay").exit_code == 64


# --- Anchoring by hand ---------------------------------------------------------------------------------------------


def test_anchoring_again_anchors_what_was_added_and_the_same_once_more_changes_nothing(home: Path) -> None:
    first = json.loads(match(home, "anchor", "--key", "bva", "--json").stdout)
    assert first["size"] == 2
    assert json.loads(match(home, "anchor", "--key", "bva", "--json").stdout) == first
    assert replayed(home, "2")[1]["anchored"] == "anchored"


def test_the_key_that_seals_may_not_anchor_and_this_is_told(home: Path) -> None:
    refused = match(home, "anchor")
    assert refused.exit_code == 1
    assert "không phải của bên vận hành hay bên làm chứng" in refused.stderr
    assert match(home, "anchor", "--key", "nobody").exit_code == 1
