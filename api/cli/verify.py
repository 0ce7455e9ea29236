"""`hanotex verify`: judge a certificate or an intake receipt with a trust file and nothing else.

Exit code 0, 1 or 2, and 64 for misuse.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.cli.files import NotARegularFile, read_beyond
from api.cli.terminal import json_of
from api.cli.usage import usage_error
from ledger.proof import canonical, intake
from ledger.proof.bundle import KIND
from ledger.proof.policy import Policy
from ledger.proof.sentence import Sentences, sentences, verdict_document
from ledger.proof.trust import read_trust
from ledger.proof.verdict import Contradiction, Gap, Undetermined, Valid, Verdict, exit_code
from ledger.proof.verify import verify as judge

_OF_CERTIFICATES = ("--deep", "--record", "--min-block", "--head", "--version")
_SWAPPED = ("→ Có thể bạn đã đổi chỗ hai tệp.", "→ Were the two files swapped?")


def verify(
    file: Annotated[Path, typer.Argument(help="Chứng thư. / The certificate.", metavar="FILE")],
    trust: Annotated[
        Path,
        typer.Option(
            help="Điều bạn tin: trust.json, lấy từ nguồn bạn chọn. / What you trust: a trust.json of your own source.",
            metavar="FILE",
        ),
    ],
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Đòi cả lịch sử của các bên ký. / Ask for the signing parties' own histories too."),
    ] = False,
    max_age: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Tuổi lớn nhất (giây), theo đồng hồ máy này. / Greatest age in seconds, by this machine's clock.",
        ),
    ] = None,
    min_block: Annotated[int | None, typer.Option(min=0, help="Số khối nhỏ nhất. / Least block number.")] = None,
    operator: Annotated[
        list[str] | None,
        typer.Option(
            help="Khóa của đơn vị vận hành được chấp nhận (0x…). / An operator's key that may attest (0x…).",
            metavar="0x…",
        ),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option(
            help="Bản ghi mà chứng thư phải nói về (0x…). / The record that it must be about (0x…).", metavar="0x…"
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            help="Đầu chuỗi bạn đã biết (từ biên nhận hoặc chứng thư cũ) mà lịch sử phải đi qua. / A head that you"
            " know, from a receipt or an earlier certificate, that the history must pass through.",
            metavar="0x…",
        ),
    ] = None,
    version: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Phiên bản của đầu chuỗi đó; nếu không nêu --head: phiên bản mà lịch sử phải đạt tới. / The version of"
            " that head; without --head, one that the history must have reached.",
        ),
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option(
            help="Mã băm của lệnh mà biên nhận phải nói về. / Digest of the command that an intake receipt must be of.",
            metavar="0x…",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Trả lời bằng JSON. / Answer in JSON.")] = False,
) -> None:
    """Kiểm tra một chứng thư hoặc biên nhận, không cần mạng. / Verify a certificate or an intake receipt offline.

    Mã thoát 0: hợp lệ, 1: không hợp lệ hoặc không đáp ứng yêu cầu, 2: chưa xác định được, 64: gõ sai, thiếu tệp. /
    Exit code 0: valid, 1: invalid or your demand not met, 2: undetermined, 64: wrong usage, no such file.
    """
    policy = Policy(
        now=int(time.time()) if max_age is not None else None,
        max_age=max_age,
        min_block=min_block,
        operators=frozenset(_key(each, json=json) for each in operator) if operator else None,
        deep=deep,
        record=_record(record, json=json) if record is not None else None,
        head=_word("--head", head, json=json) if head is not None else None,
        version=version,
    )
    named = _word("--digest", digest, json=json) if digest is not None else None
    document, trusted = _content(file, json=json), _content(trust, json=json)
    if _members(document).get("kind") == intake.KIND:
        if deep or not all(each is None for each in (record, min_block, head, version)):
            raise _asked_of_another(_OF_CERTIFICATES, ("một biên nhận", "an intake receipt"), json)
        raise typer.Exit(_tell_of_intake(document, trusted, policy, named, json=json))
    if named is not None:
        raise _asked_of_another(("--digest",), ("một chứng thư", "a certificate"), json)
    verdict = _judge(document, trusted, policy)
    said = sentences(verdict)
    if not isinstance(verdict, Valid) and _look_swapped(document, trusted):
        said = Sentences((said.vi[0], _SWAPPED[0]), (said.en[0], _SWAPPED[1]))
    if json:
        answer = verdict_document(verdict) | {"sentences": {"vi": said.vi, "en": said.en}}
        typer.echo(json_of(answer))
    else:
        typer.echo("\n".join((*said.vi, "", *said.en)))
    raise typer.Exit(exit_code(verdict))


def _tell_of_intake(document: bytes, trust: bytes, policy: Policy, digest: bytes | None, *, json: bool) -> int:
    """Judge an intake receipt and say so; the exit code."""
    verdict = intake.verify_intake(document, trust, policy, digest)
    if json:
        typer.echo(json_of(intake.intake_verdict_document(verdict)))
    else:
        said = intake.intake_sentences(verdict)
        typer.echo("\n".join((*said.vi, "", *said.en)))
    return intake.intake_exit_code(verdict)


def _asked_of_another(options: tuple[str, ...], what: tuple[str, str], json: bool) -> typer.Exit:
    """The exit for an option that says nothing of such a file: it is refused, and never left out silently."""
    named = ", ".join(options)
    return usage_error(f"{named} không dùng cho {what[0]}.", f"{named} cannot be asked of {what[1]}.", json=json)


def _judge(document: bytes, trust: bytes, policy: Policy) -> Verdict:
    try:
        trusted = read_trust(trust)
    except Gap as missing:
        return Undetermined(missing.code, missing.values)
    return judge(document, trusted, policy)


def _look_swapped(document: bytes, trust: bytes) -> bool:
    """Whether a certificate was given as the trust file, or a trust file as the certificate."""
    return _members(trust).get("kind") == KIND or {"genesis", "operators"} <= _members(document).keys()


def _members(file: bytes) -> dict[str, object]:
    try:
        return canonical.read(file, canonical=False)
    except Contradiction:
        return {}


def _content(path: Path, *, json: bool) -> bytes:
    try:
        return read_beyond(path, canonical.MAX_BYTES)
    except NotARegularFile:
        raise usage_error(
            f"Không đọc được tệp {path}: không phải tệp thông thường; hãy lưu nội dung vào một tệp.",
            f"The file {path} cannot be read: it is not a regular file; save its content to one.",
            json=json,
        ) from None
    except FileNotFoundError:
        raise usage_error(f"Không có tệp {path}.", f"There is no file {path}.", json=json) from None
    except OSError as error:
        raise usage_error(
            f"Không đọc được tệp {path}.", f"The file {path} cannot be read: {error.strerror}.", json=json
        ) from None


def _key(value: str, *, json: bool) -> bytes:
    raw = _hex(value)
    if len(raw) != 20:
        raise usage_error(
            f"--operator cần địa chỉ khóa 0x… (20 byte dạng hex), không phải {value!r}.",
            f"--operator takes a key's address 0x… (20 bytes in hex), not {value!r}.",
            json=json,
        )
    return raw


def _record(value: str, *, json: bool) -> bytes:
    """A record's id; a party's may be given as the 20-byte address that the sentences show."""
    raw = _hex(value)
    if len(raw) not in (20, 32):
        raise usage_error(
            f"--record cần mã bản ghi 0x… (32 byte dạng hex, hoặc địa chỉ 20 byte của một bên), không phải {value!r}; "
            "tên gọi tắt không nằm trong chứng thư.",
            f"--record takes a record's id 0x… (32 bytes in hex, or a party's address of 20 bytes), not {value!r}; "
            "aliases are in no certificate.",
            json=json,
        )
    return raw.rjust(32, b"\0")


def _word(option: str, value: str, *, json: bool) -> bytes:
    """A command's digest, or a record's head."""
    raw = _hex(value)
    if len(raw) != 32:
        raise usage_error(
            f"{option} cần giá trị băm 0x… (32 byte dạng hex), không phải {value!r}.",
            f"{option} takes a hash 0x… (32 bytes in hex), not {value!r}.",
            json=json,
        )
    return raw


def _hex(value: str) -> bytes:
    try:
        return bytes.fromhex(value.removeprefix("0x"))
    except ValueError:
        return b""
