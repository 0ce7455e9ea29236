"""Acceptance certificates read offline: who measured, on which measures, and what follows from the values."""

from __future__ import annotations

from typing import Any

import pytest
import rfc8785
from coincurve import PrivateKey
from eth_hash.auto import keccak

from ledger import commands as c
from ledger import eip712
from ledger.enums import CertificateRuling, Comparator, Kind, Missing, Outcome, PilotMove, PilotStage
from ledger.proof.acceptance import result
from ledger.proof.collect import Collector, NotShown
from ledger.proof.sentence import sentences
from ledger.proof.verdict import Invalid, Valid
from ledger.proof.verify import verify
from ledger.wire import SignedCommand, command_to_json
from tests.unit import market
from tests.unit.certificates import altered, sign_entry
from tests.unit.chain import DAY, START, label, word
from tests.unit.proof_ledger import OperatorKey, ProofLedger

SIDES = ("owner", "provider")
OWN = PrivateKey(keccak(b"a key of nobody"))


def _kpi(code: str = "K1", **given: Any) -> c.Kpi:
    usual = {
        "unit": label("s"),
        "scale": 1,
        "comparator": Comparator.LTE,
        "target": 300,
        "baseline": 5400,
        "weight": 10_000,
        "mandatory": True,
        "missing": Missing.FAILS,
    }
    return c.Kpi(code=label(code), **{**usual, **given})


def _certified(
    kpis: tuple[c.Kpi, ...] = (_kpi(),),
    values: tuple[c.Measurement, ...] = (c.Measurement(code=label("K1"), value=275),),
    outcome: Outcome = Outcome.PASS,
    **signers: tuple[str, ...],
) -> Any:
    """The verdict on a certificate of a pilot; signers: of a step, where they are not those that it calls for."""
    told = market.opened()
    proposal = market.revealed(told, market.published(told))
    pilot = told.create(
        c.PlanPilot,
        "pilot",
        signers.get("plan", SIDES),
        pilot_stage=PilotStage.TRIAL,
        proposal=proposal,
        verifier=told.party("verifier"),
        provinces=1,
        start=told.at - DAY,
        end=told.at + signers.get("lasts", 0),  # type: ignore[operator]
        plan=word("p"),
        limits=word("l"),
        exit_plan=word("e"),
    )
    kpi_version = {"kpi_version": 1}
    told.move(
        c.BaselinePilot,
        pilot,
        signers.get("baseline", SIDES),
        computed=kpi_version,
        kpis=kpis,
        pass_weight=8_000,
        method=word("m"),
    )
    told.move(c.MovePilot, pilot, signers.get("start", SIDES), pilot_move=PilotMove.RUNNING)
    told.move(
        c.MeasurePilot, pilot, signers.get("measure", ("verifier",)), values=values, final=True, evidence=word("r")
    )
    told.move(c.MovePilot, pilot, ("provider",), pilot_move=PilotMove.COMPLETED)
    certificate = told.create(
        c.IssueCertificate,
        "certificate",
        signers.get("issue", ("verifier", "provider")),
        pilot=pilot,
        outcome=outcome,
        report=word("x"),
    )
    if "disputed" in signers:
        told.move(c.DisputeCertificate, certificate, ("owner",), claim=word("c"))
    if "ruling" in signers:
        ruling: Any = signers["ruling"]
        told.move(c.RuleOnCertificate, certificate, ("arbiter",), certificate_ruling=ruling, decision=word("d"))
    ledger = ProofLedger(told)
    try:
        return verify(Collector(ledger, ledger.trust, OperatorKey()).record(certificate), ledger.trust)
    except NotShown as refused:
        return refused.verdict


def test_a_certificate_of_a_sound_pilot_is_valid_and_tells_who_measured() -> None:
    verdict = _certified()
    assert isinstance(verdict, Valid), verdict
    vi, en = sentences(verdict)
    assert "  “K1”: ≤ 30.0 “s”, measured 27.5 (baseline: 540.0); weight 100%, mandatory → met" in en
    assert "RESULT: pass." in en
    assert "Weight met: 100% of 100% counted; 80% of what counts is needed, and every mandatory measure." in en
    assert any("whether the problem's owner or the provider signed" in line for line in en)
    assert "Các lệnh của thử nghiệm:" in vi
    assert len(en[en.index("Commands of the pilot:") :]) > 5


def test_each_measure_says_whether_it_was_met_by_the_computation_that_gives_the_outcome() -> None:
    kpis = (
        _kpi("K1", weight=5_000),
        _kpi("K2", weight=3_000, mandatory=False),
        _kpi("K3", weight=2_000, mandatory=False, missing=Missing.EXCLUDED),
    )
    values = tuple(c.Measurement(code=label(code), value=value) for code, value in (("K1", 275), ("K2", 301)))
    verdict = _certified(kpis, values, Outcome.PARTIAL)
    vi, _ = sentences(verdict)
    judged = [line.rsplit(" → ")[1] for line in vi if line.startswith("  “K")]
    assert judged == ["đạt", "không đạt", "không tính"]
    assert any(line.startswith("Trọng số đạt: 50% trên 80% được tính; cần từ 80% ") for line in vi)


@pytest.mark.parametrize(
    ("after", "vi", "en"),
    [
        ({"disputed": ()}, ", NHƯNG CHỨNG NHẬN ĐANG TRANH CHẤP: chưa dùng được.", ", BUT THE CERTIFICATE IS DISPUTED"),
        (
            {"disputed": (), "ruling": CertificateRuling.REVOKED},
            ", NHƯNG CHỨNG NHẬN ĐÃ BỊ THU HỒI: không còn giá trị.",
            ", BUT THE CERTIFICATE IS REVOKED: it no longer counts.",
        ),
        ({"disputed": (), "ruling": CertificateRuling.UPHELD}, ".", "."),
    ],
)
def test_a_pass_that_no_longer_counts_does_not_read_as_one(after: dict[str, Any], vi: str, en: str) -> None:
    verdict = _certified(**after)
    assert isinstance(verdict, Valid), verdict
    said = sentences(verdict)
    assert f"KẾT QUẢ: đạt{vi}" in said.vi
    assert any(line.startswith(f"RESULT: pass{en}") for line in said.en)


@pytest.mark.parametrize(
    ("signers", "entry"),
    [
        ({"measure": ("provider",)}, 3),
        ({"measure": ("verifier", "provider")}, 3),
        ({"baseline": ("provider",)}, 1),
        ({"start": ("owner",)}, 2),
        ({"plan": ("provider",)}, 1),
        ({"issue": ("provider", "owner")}, 0),
        ({"issue": ("verifier",)}, 0),
        ({"issue": ("verifier", "owner", "provider")}, 0),
        (
            {"plan": ("verifier", "provider"), "baseline": ("verifier", "provider"), "start": ("verifier", "provider")},
            0,
        ),
    ],
)
def test_a_step_that_others_signed_than_it_calls_for_is_refused(signers: dict[str, Any], entry: int) -> None:
    verdict = _certified(**signers)
    assert isinstance(verdict, Invalid)
    assert (verdict.code, verdict.values["entry"]) == ("NOT_BY_THOSE_CALLED", entry)


@pytest.mark.parametrize(
    "kpis",
    [
        (_kpi(missing=Missing.EXCLUDED),),
        (_kpi(mandatory=False),),
        (_kpi(weight=9_999),),
        (_kpi(weight=5_000), _kpi(weight=5_000)),
    ],
)
def test_measures_that_the_ledger_cannot_have_taken_are_refused(kpis: tuple[c.Kpi, ...]) -> None:
    verdict = _certified(kpis)
    assert isinstance(verdict, Invalid)
    assert verdict.code == "MEASURES_UNSOUND"


def test_a_last_measurement_before_the_pilots_end_is_refused() -> None:
    verdict = _certified(lasts=DAY)  # type: ignore[arg-type]
    assert isinstance(verdict, Invalid)
    assert verdict.code == "MEASURES_UNSOUND"


@pytest.mark.parametrize("value", [301, None])
def test_a_pass_that_does_not_follow_is_refused(value: int | None) -> None:
    values = () if value is None else (c.Measurement(code=label("K1"), value=value),)
    verdict = _certified(values=values)
    assert isinstance(verdict, Invalid)
    assert (verdict.code, verdict.values["computed"]) == ("OTHER_OUTCOME", "fail")
    vi, en = sentences(verdict)
    assert vi[0].endswith(" ghi “đạt”, nhưng tính lại từ chỉ tiêu và số đo là “không đạt”.")
    assert en[0].endswith(" says “pass”, but what follows from its measures and values is “fail”.")
    assert vi[1] == "→ Xin lại tệp gốc."


def test_the_sum_over_measures() -> None:
    weighed = (
        _kpi("K1", weight=5_000),
        _kpi("K2", weight=3_000, mandatory=False),
        _kpi("K3", weight=2_000, mandatory=False),
    )
    met = [c.Measurement(code=label(code), value=300) for code in ("K1", "K2", "K3")]
    missed = c.Measurement(code=label("K2"), value=301)
    assert result(weighed, met, 10_000) == (Outcome.PASS, 0b111)
    assert result(weighed, [met[0], missed, met[2]], 7_000) == (Outcome.PASS, 0b101)
    assert result(weighed, [met[0], missed, met[2]], 7_001) == (Outcome.PARTIAL, 0b101)
    assert result(weighed, met[1:], 1) == (Outcome.FAIL, 0b110)
    excluded = (weighed[0], _kpi("K2", weight=5_000, mandatory=False, missing=Missing.EXCLUDED))
    assert result(excluded, met[:1], 10_000) == (Outcome.PASS, 0b01)
    assert result((_kpi(comparator=Comparator.EQ),), met[:1], 1) == (Outcome.PASS, 1)
    assert result((_kpi(comparator=Comparator.GTE, target=301),), met[:1], 1) == (Outcome.FAIL, 0)


def test_a_later_draft_of_a_problem_is_its_owners() -> None:
    told = market.opened()
    problem = market.published(told)
    ledger = ProofLedger(told)
    bundle = Collector(ledger, ledger.trust, OperatorKey()).record(problem)

    def change(value: dict[str, Any]) -> None:
        entry = value["histories"][0]["entries"][1]
        assert entry["signed"]["command"] == "draft_problem"
        sign_entry(entry, told.ledger, "provider#1")
        entry["signers"] = ["0x" + told.party("provider").hex()]

    verdict = verify(altered(bundle, change), ledger.trust)
    assert isinstance(verdict, Invalid)
    assert verdict.code == "WRONG_RECORD_ID"


def test_a_signers_history_that_is_no_partys_is_refused_and_raises_nothing() -> None:
    """A file made without anybody's key: a document whose signer is said to be a certificate."""
    ledger = ProofLedger(market.opened())
    genesis, regulator = ledger.genesis, ledger.genesis.regulator_id
    certificate = eip712.record_id(Kind.CERTIFICATE, regulator, b"\2" * 32)
    document = eip712.record_id(Kind.DOCUMENT, certificate, b"\1" * 32)
    envelope = {"expected_version": 0, "not_after": START + 100}
    submit = c.SubmitDocument(
        record=document, **envelope, nonce=b"\1" * 32, recipient=regulator, content=word("c"), in_reply_to=bytes(32)
    )
    issue = c.IssueCertificate(
        record=certificate,
        **envelope,
        nonce=b"\2" * 32,
        pilot=word("no pilot"),
        outcome=Outcome.PASS,
        report=word("r"),
        supersedes=bytes(32),
    )
    histories = [
        {"record": "0x" + document.hex(), "entries": [_entry(genesis.ledger, submit, certificate)]},
        *sorted(
            (
                {"record": "0x" + certificate.hex(), "entries": [_entry(genesis.ledger, issue, regulator)]},
                {"record": "0x" + regulator.hex(), "entries": []},
            ),
            key=lambda each: str(each["record"]),
        ),
    ]
    bundle = {
        "kind": "hanotex-certificate",
        "version": 1,
        "ledger": "0x" + genesis.ledger.hex(),
        "claim": {"kind": "record", "record": "0x" + document.hex(), "deep": True},
        "histories": histories,
        "evidence": {"kind": "evm", "version": 1},
        "operator": "0x" + "11" * 20,
        "signature": "0x" + "11" * 65,
    }
    verdict = verify(rfc8785.dumps(bundle), ledger.trust)
    assert isinstance(verdict, Invalid)
    assert verdict.code == "HISTORY_NOT_NEEDED"


def _entry(ledger: bytes, command: c.Command, signer: bytes) -> dict[str, Any]:
    raw = OWN.sign_recoverable(eip712.digest(ledger, command), hasher=None)
    signed = command_to_json(SignedCommand(ledger, command, (raw[:64] + bytes([raw[64] + 27]),)))
    del signed["ledger"]
    return {"at": str(START + 10), "signed": signed, "signers": ["0x" + signer.hex()]}
