"""What an audit finds: where a service says other than the node, and what it did not answer; in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.proof.summaries.spelling import printable
from ledger.sentences import Sentence

# In place of a value, where one of the two has none.
ABSENT = "(absent)"
_SHOWN = 200  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """code: one of `DIFFERENCES`. part: of the service. path: what was asked. member: of the answer, as `a.b[0]`.

    record, version: 0x hex and a number, where it is about one. node, service: what each of them says.
    """

    code: str
    part: str
    path: str
    member: str = ""
    record: str | None = None
    version: int | None = None
    node: Any = ABSENT
    service: Any = ABSENT

    @property
    def sentence(self) -> Sentence:
        place = f"{self.path} {self.member}".strip()
        values = {"place": place, "node": _shown(self.node), "service": _shown(self.service)}
        vi, en = (text.format(**values) for text in DIFFERENCES[self.code])
        return Sentence(vi, en)

    @property
    def document(self) -> dict[str, Any]:
        vi, en = self.sentence
        named = ("code", "part", "path", "member", "record", "version", "node", "service")
        return {name: getattr(self, name) for name in named} | {"sentences": {"vi": vi, "en": en}}


# What makes an answer another one. Each has a sentence of the place, of the node's word and of the service's.
DIFFERENCES: Mapping[str, Sentence] = {
    "ALTERED": Sentence(
        "{place}: nút có {node}, dịch vụ trả lời {service}", "{place}: the node has {node}, the service said {service}"
    ),
    "LEFT_OUT": Sentence(
        "{place}: nút có {node}, dịch vụ không cho biết", "{place}: the node has {node}, the service left it out"
    ),
    "INVENTED": Sentence(
        "{place}: dịch vụ cho biết {service}, không nút hay chứng thư nào có",
        "{place}: the service tells of {service}, which neither the node nor a certificate shows",
    ),
    "OUT_OF_ORDER": Sentence(
        "{place}: sai thứ tự; nút có {node}, dịch vụ trả lời {service}",
        "{place}: out of order; the node has {node}, the service said {service}",
    ),
    "ROLLED_BACK": Sentence(
        "{place}: nút đã ở {node}, dịch vụ còn ở {service}, quá độ trễ cho phép",
        "{place}: the node has come to {node}, the service stands at {service}, for longer than the lag allows",
    ),
    "OTHER_BLOCK": Sentence(
        "{place}: hai chuỗi khác nhau: khối này của nút là {node}, của dịch vụ là {service};"
        " giữ chứng thư đó, đơn vị vận hành đã ký nó",
        "{place}: these are two chains: the node's block is {node}, the service's {service};"
        " keep that certificate, the operator signed it",
    ),
    "NOT_VALID": Sentence(
        "{place}: tệp không qua được kiểm tra: {service}", "{place}: the file does not pass verification: {service}"
    ),
    "CLOCK": Sentence(
        "{place}: đồng hồ của nút là {node}, của dịch vụ là {service}",
        "{place}: the node's clock says {node}, the service's {service}",
    ),
    "OTHER_FORM": Sentence(
        "{place}: câu trả lời không có dạng đã công bố", "{place}: the answer is not of the published form"
    ),
    "NO_END": Sentence(
        "{place}: các trang không có điểm dừng ({service})", "{place}: the pages do not come to an end ({service})"
    ),
}


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    said = printable(text)
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"


class Unanswered(Exception):
    """A question that the service did not answer, so that nothing can be said of it. code: one of `UNANSWERED`."""

    def __init__(self, code: str, path: str, **values: Any) -> None:
        super().__init__(f"{code} {path}")
        self.code, self.path, self.values = code, path, values

    @property
    def sentence(self) -> Sentence:
        values = {"path": self.path} | {name: _shown(value) for name, value in self.values.items()}
        vi, en = (text.format(**values) for text in UNANSWERED[self.code].said)
        return Sentence(vi, en)

    @property
    def next_step(self) -> Sentence:
        return UNANSWERED[self.code].next_step

    @property
    def document(self) -> dict[str, Any]:
        vi, en = self.sentence
        return {"code": self.code, "path": self.path, "values": self.values, "sentences": {"vi": vi, "en": en}}


_AGAIN = Sentence("Thử lại; nếu vẫn vậy, báo người quản trị dịch vụ", "Try again, then tell who runs the service")


@dataclass(frozen=True, slots=True)
class _Lacking:
    said: Sentence
    next_step: Sentence = _AGAIN


_ADDRESS = Sentence("Kiểm tra lại địa chỉ", "Check the address")
UNANSWERED: Mapping[str, _Lacking] = {
    "UNREACHABLE": _Lacking(
        Sentence("Không kết nối được tới dịch vụ: {why}", "The service cannot be reached: {why}"),
        Sentence("Kiểm tra địa chỉ và đường mạng", "Check the address and the network"),
    ),
    "NOT_A_SERVICE": _Lacking(
        Sentence("Ở địa chỉ này không phải dịch vụ HanoTEX: {why}", "This is no HanoTEX service: {why}"), _ADDRESS
    ),
    "OTHER_LEDGER": _Lacking(
        Sentence(
            "Dịch vụ là của sổ cái {service}, nút là của {node}",
            "The service is of the ledger {service}, the node of {node}",
        ),
        Sentence("Chọn đúng nút hoặc đúng địa chỉ", "Name the right node, or the right address"),
    ),
    "SIGN_IN": _Lacking(
        Sentence("{path}: dịch vụ đòi đăng nhập ({status})", "{path}: the service asks for a sign-in ({status})"),
        Sentence("Dùng khóa API với quyền đọc: --key-file TỆP", "Use an API key that may read: --key-file FILE"),
    ),
    "REDIRECT": _Lacking(
        Sentence(
            "{path}: dịch vụ chuyển sang {to}; không đi theo", "{path}: it points elsewhere, to {to}; not followed"
        ),
        Sentence("Nếu đó là dịch vụ, nêu địa chỉ đó", "If the service is there, name that address"),
    ),
    "TOO_LARGE": _Lacking(
        Sentence("{path}: câu trả lời lớn hơn {most} byte", "{path}: the answer is larger than {most} bytes")
    ),
    "TOO_SLOW": _Lacking(
        Sentence("{path}: không trả lời xong trong {seconds} giây", "{path}: no whole answer within {seconds} seconds"),
        Sentence("Thử lại, hoặc tăng --seconds", "Try again, or raise --seconds"),
    ),
    "NOT_JSON": _Lacking(
        Sentence("{path}: câu trả lời không phải JSON: {why}", "{path}: the answer is no JSON: {why}")
    ),
    "OTHER_FORM": _Lacking(
        Sentence(
            "{path}: câu trả lời không có dạng đã công bố, ở {member}",
            "{path}: the answer is not of the published form, at {member}",
        )
    ),
    "STATUS": _Lacking(
        Sentence("{path}: dịch vụ trả lời {status} {problem}", "{path}: the service answered {status} {problem}")
    ),
    "GIVEN_UP": _Lacking(
        Sentence(
            "Dừng lại: {count} câu hỏi liên tiếp không được trả lời",
            "Given up: {count} questions in a row had no answer",
        )
    ),
}
