"""Why a certificate is not valid, or what a verdict would need: a code with values and a sentence in each language.

`step` is the step of verification that the reason belongs to: 0 the bundle's form, then (1) to (6) of
docs/specs/certificate.md. Reasons of `CONTRADICTIONS` make a certificate invalid, those of `GAPS` leave it
undetermined.
"""

from __future__ import annotations

from typing import NamedTuple

STEPS: tuple[tuple[str, str], ...] = (
    ("hình thức của tệp", "form of the file"),
    ("giá trị băm của các lệnh", "command digests"),
    ("chữ ký và hiệu lực của khóa", "signatures and key validity"),
    ("đầu chuỗi và thời gian", "head chain with times"),
    ("bằng chứng trạng thái", "evidence"),
    ("xác nhận của đơn vị vận hành", "operators' attestation"),
    ("yêu cầu của người kiểm tra", "the reader's policy"),
)


POLICY_STEP = 6
Pair = tuple[str, str]

_ASK_FOR_THE_ORIGINAL: Pair = ("Xin lại tệp gốc", "Ask for the original")
_ASK_FOR_TRUST: Pair = ("Xin lại trust.json từ nguồn bạn tin", "Ask for trust.json again, from a source that you trust")
_KEEP_BOTH: Pair = (
    "Xin chứng thư mới hơn; nếu vẫn vậy, giữ tệp này cùng điều bạn đã biết và báo cơ quan quản lý",
    "Ask for a newer one; if that is no different, keep this file with what you knew, and tell the regulator",
)


class Reason(NamedTuple):
    """step: where it arises. vi, en: sentences with `{name}` for each value. advice: what to do, in both languages."""

    step: int
    vi: str
    en: str
    advice: Pair | None = None


CONTRADICTIONS: dict[str, Reason] = {
    # 0: form
    "TOO_LARGE": Reason(0, "Tệp lớn hơn {most} byte", "The file is larger than {most} bytes"),
    "NOT_CANONICAL": Reason(
        0,
        "Tệp đã bị lưu lại hoặc sửa (ví dụ thêm dòng trống ở cuối), hoặc không phải là chứng thư",
        "The file was re-saved or edited (a line break at its end, say), or it is no certificate",
        _ASK_FOR_THE_ORIGINAL,
    ),
    "NOT_A_CERTIFICATE": Reason(0, "Tệp không phải là chứng thư HanoTEX", "The file is not a HanoTEX certificate"),
    "MALFORMED": Reason(
        0, "Thành phần {member} thiếu, thừa hoặc sai", "The member {member} is missing, surplus or wrong"
    ),
    # 1: digests
    "COMMAND_MALFORMED": Reason(
        1,
        "Lệnh thứ {entry} của bản ghi {record} sai ở {field}",
        "Command no. {entry} of record {record} is malformed at {field}",
    ),
    # 2: signatures
    "BAD_SIGNATURE": Reason(
        2,
        "Chữ ký thứ {index} của lệnh thứ {entry}, bản ghi {record}, không hợp lệ",
        "Signature no. {index} of command no. {entry} of record {record} is not a valid one",
    ),
    "SIGNER_COUNT": Reason(
        2,
        "Lệnh thứ {entry} của bản ghi {record} không nêu đúng một bên cho mỗi chữ ký",
        "Command no. {entry} of record {record} does not name one party for each signature",
    ),
    "DUPLICATE_SIGNER": Reason(
        2,
        "Khóa {key} ký hai lần lệnh thứ {entry} của bản ghi {record}",
        "Key {key} signed command no. {entry} of record {record} twice",
    ),
    "SIGNERS_DIFFER": Reason(
        2,
        "Lệnh thứ {entry} của bản ghi {record} nêu rõ ai phải ký, và không phải đúng những bên đã ký",
        "Command no. {entry} of record {record} names who signs it, and others signed or some did not",
    ),
    "KEY_NOT_OF_PARTY": Reason(
        2,
        "Khóa {key} không thuộc bên {party}",
        "Key {key} does not belong to party {party}",
    ),
    "KEY_NOT_VALID": Reason(
        2,
        "Khóa {key} không có hiệu lực vào lúc {at}",
        "Key {key} was not valid at {at}",
    ),
    "KEY_POWER_MISSING": Reason(
        2,
        "Khóa {key} không có quyền ký lệnh thứ {entry} của bản ghi {record}",
        "Key {key} lacks the power that command no. {entry} of record {record} needs",
    ),
    "PARTY_NOT_ACTIVE": Reason(
        2,
        "Bên {party} không hoạt động vào lúc {at}",
        "Party {party} was not active at {at}",
    ),
    "THRESHOLD_NOT_MET": Reason(
        2,
        "Bên {party} ký chưa đủ số khóa cho lệnh thứ {entry} của bản ghi {record}",
        "Too few keys of party {party} signed command no. {entry} of record {record}",
    ),
    "SIGNER_HISTORY_MISSING": Reason(
        2,
        "Chứng thư đầy đủ thiếu lịch sử của bên ký {party}",
        "The deep certificate lacks the history of the signing party {party}",
    ),
    "PILOT_HISTORY_MISSING": Reason(
        2,
        "Thiếu lịch sử của thử nghiệm {pilot} mà chứng nhận kết quả dựa vào",
        "The history of the pilot {pilot}, which the certificate of acceptance rests on, is missing",
    ),
    "HISTORY_NOT_NEEDED": Reason(
        2,
        "Lịch sử của {record} không thuộc về chứng thư này",
        "The history of {record} has no place in this certificate",
    ),
    # 3: head chain
    "NO_CREATION": Reason(
        3,
        "Lịch sử của {record} không bắt đầu bằng lệnh tạo ra nó",
        "The history of {record} does not begin with the command that creates it",
    ),
    "WRONG_RECORD_ID": Reason(
        3,
        "Mã bản ghi {record} không khớp lệnh tạo ra nó",
        "The record id {record} does not follow from the command that creates it",
    ),
    "NOT_ITS_COMMAND": Reason(
        3,
        "Lệnh thứ {entry} không thể thuộc lịch sử của bản ghi {record}",
        "Command no. {entry} cannot stand in the history of record {record}",
    ),
    "VERSION_MISMATCH": Reason(
        3,
        "Lệnh thứ {entry} của bản ghi {record} chờ phiên bản {expected}, bản ghi ở phiên bản {current}",
        "Command no. {entry} of record {record} expects version {expected}, the record is at {current}",
    ),
    "TIME_DECREASES": Reason(
        3,
        "Thời gian lùi lại ở lệnh thứ {entry} của bản ghi {record}",
        "Time goes back at command no. {entry} of record {record}",
    ),
    "NOT_IN_TIME": Reason(
        3,
        "Lệnh thứ {entry} của bản ghi {record} không thể được nhận vào lúc {at}",
        "Command no. {entry} of record {record} cannot have been accepted at {at}",
    ),
    "NOT_A_LIFE": Reason(
        3,
        "Lịch sử của {record} không thành một bản ghi hợp lệ ở lệnh thứ {entry}",
        "The history of {record} makes no record at command no. {entry}",
    ),
    "PILOT_NOT_COMPLETED": Reason(
        3,
        "Thử nghiệm {pilot} chưa hoàn thành trước khi có chứng nhận {record}",
        "The pilot {pilot} was not completed before the certificate {record} was issued",
    ),
    "NOT_BY_THOSE_CALLED": Reason(
        3,
        "Lệnh thứ {entry} của {record} không do đúng những bên mà nó đòi hỏi ký",
        "Command no. {entry} of {record} is not signed by those whom it calls for",
    ),
    "MEASURES_UNSOUND": Reason(
        3,
        "Lệnh thứ {entry} của thử nghiệm {record} có chỉ tiêu hoặc lần đo mà sổ cái không thể nhận",
        "Command no. {entry} of the pilot {record} has measures or a measurement that the ledger cannot have taken",
        _ASK_FOR_THE_ORIGINAL,
    ),
    "OTHER_OUTCOME": Reason(
        3,
        "Chứng nhận {record} ghi “{stated}”, nhưng tính lại từ chỉ tiêu và số đo là “{computed}”",
        "The certificate {record} says “{stated}”, but what follows from its measures and values is “{computed}”",
        _ASK_FOR_THE_ORIGINAL,
    ),
    # 4: evidence
    "EVIDENCE_MALFORMED": Reason(
        4, "Bằng chứng sai ở thành phần {member}", "The evidence is malformed at the member {member}"
    ),
    "NODE_MISSING": Reason(
        4,
        "Nội dung của một lệnh có thể đã bị sửa, hoặc bằng chứng thiếu hay hỏng nút {node}",
        "What a command says may have been altered, or the evidence lacks node {node} or it is broken",
        _ASK_FOR_THE_ORIGINAL,
    ),
    "NODE_NOT_NEEDED": Reason(
        4, "Bằng chứng có nút thừa {node}", "The evidence holds node {node}, which nothing needs"
    ),
    "NODES_UNORDERED": Reason(
        4, "Các nút của bằng chứng lặp lại hoặc sai thứ tự", "The evidence repeats a node or has them out of order"
    ),
    "NO_CONTRACT": Reason(
        4, "Trạng thái không có hợp đồng ở địa chỉ {address}", "The state has no contract at the address {address}"
    ),
    "OTHER_CODE": Reason(
        4,
        "Hợp đồng ở {address} có mã khác mã được tin cậy",
        "The contract at {address} has another code than the one trusted",
    ),
    "OTHER_HEAD": Reason(
        4,
        "Sổ cái có đầu chuỗi {proved} cho bản ghi {record}, lịch sử trong chứng thư dẫn tới {computed}",
        "The ledger has head {proved} for record {record}; the history in the certificate leads to {computed}",
    ),
    "BEFORE_HISTORY": Reason(
        4,
        "Khối {block} có trước lệnh cuối của bản ghi {record}",
        "Block {block} is older than the last command of {record}",
    ),
    "RECORD_EXISTS": Reason(4, "Bản ghi {record} có tồn tại", "There is a record {record}"),
    "NO_RECORD": Reason(4, "Không có bản ghi {record}", "There is no record {record}"),
    "RIGHT_IS_HELD": Reason(
        4, "Tài sản {asset} giữ số đơn hoặc số văn bằng này", "Asset {asset} holds this office and number"
    ),
    "NOT_HOLDERS": Reason(
        4,
        "Bằng chứng về chủ sở hữu của {asset} không đọc được: tỷ lệ không đủ 100 %",
        "The evidence of the holders of {asset} cannot be read: the shares are not the whole",
    ),
    "NOT_A_GRANT": Reason(
        4,
        "Mục {instrument} trong danh sách không đọc được như một quyền",
        "The entry {instrument} of the list does not read as a grant",
    ),
    "GRANT_STANDS": Reason(
        4,
        "Quyền độc quyền hoặc duy nhất {instrument} có phạm vi chồng lấn với phạm vi được hỏi",
        "The exclusive or sole grant {instrument} overlaps the scope that is asked about",
    ),
    # 5: attestation
    "BUNDLE_SIGNATURE": Reason(
        5,
        "Chữ ký của đơn vị vận hành {operator} không khớp nội dung chứng thư",
        "The signature of operator {operator} does not match what the certificate holds",
    ),
    "BAD_SEAL": Reason(5, "Niêm khối của khối {block} không hợp lệ", "The seal of block {block} is not a valid one"),
    "INTAKE_SIGNATURE": Reason(
        5,
        "Chữ ký của đơn vị vận hành {operator} không khớp biên nhận này",
        "The signature of operator {operator} does not match this intake receipt",
        _ASK_FOR_THE_ORIGINAL,
    ),
    # 6: policy
    "TOO_OLD": Reason(
        6,
        "Chứng thư tính đến {as_of}, cũ hơn giới hạn {most} giây",
        "The certificate is as of {as_of}, older than {most} seconds",
        ("Xin chứng thư mới hơn", "Ask for a newer one"),
    ),
    "FROM_THE_FUTURE": Reason(
        6,
        "Chứng thư tính đến {as_of}, sau thời điểm kiểm tra (đồng hồ máy này có thể chậm)",
        "The certificate is as of {as_of}, after the time of the check (this machine's clock may be slow)",
    ),
    "BLOCK_TOO_LOW": Reason(
        6, "Khối {block} thấp hơn khối yêu cầu {least}", "Block {block} is below block {least}, which is asked for"
    ),
    "OPERATOR_NOT_ALLOWED": Reason(
        6, "Không chấp nhận đơn vị vận hành {operator}", "Operator {operator} is not one of those allowed"
    ),
    "NOT_DEEP": Reason(
        6,
        "Chứng thư không kèm lịch sử của các bên ký",
        "The certificate does not carry the signing parties' own histories",
        ("Xin chứng thư đầy đủ (certificate --deep)", "Ask for a deep one (certificate --deep)"),
    ),
    "OTHER_COMMAND": Reason(
        6,
        "Biên nhận là của lệnh có giá trị băm {digest}, không phải của lệnh được nêu",
        "The intake receipt is of the command with the digest {digest}, not of the one named",
    ),
    "OTHER_RECORD": Reason(
        6, "Chứng thư không nói về bản ghi {record}", "The certificate is not about record {record}"
    ),
    "NO_HISTORY": Reason(
        6,
        "Chứng thư không kèm lịch sử của bản ghi nào, nên không thể cho thấy điều bạn đã biết",
        "The certificate carries no record's history, so it cannot show what you know already",
        ("Xin chứng thư về lịch sử của bản ghi đó", "Ask for the certificate of that record's history"),
    ),
    "VERSION_TOO_LOW": Reason(
        6,
        "Lịch sử chỉ đến phiên bản {version}, trong khi bạn biết phiên bản {least}",
        "The history ends with version {version}, and you know version {least}",
        _KEEP_BOTH,
    ),
    "HEAD_NOT_THERE": Reason(
        6,
        "Lịch sử {version} phiên bản của {record} không đi qua đầu chuỗi {head} mà bạn đã biết:"
        " nó bị cắt bớt, hoặc là một lịch sử khác",
        "The history of {record}, {version} versions long, does not pass through the head {head} that you know:"
        " it was cut short, or it is another one",
        _KEEP_BOTH,
    ),
}

GAPS: dict[str, Reason] = {
    "TRUST_NOT_JSON": Reason(5, "Tệp tin cậy không phải JSON", "The trust file is not JSON", _ASK_FOR_TRUST),
    "TRUST_UNREADABLE": Reason(
        5,
        "Thành phần {member} của tệp tin cậy thiếu, thừa hoặc sai",
        "The member {member} of the trust file is missing, surplus or wrong",
        _ASK_FOR_TRUST,
    ),
    "CERTIFICATE_VERSION": Reason(
        0,
        "Cần chương trình đọc được chứng thư phiên bản {version}",
        "A reader of certificates of version {version} is needed",
    ),
    "INTAKE_VERSION": Reason(
        0,
        "Cần chương trình đọc được biên nhận phiên bản {version}",
        "A reader of intake receipts of version {version} is needed",
    ),
    "CLAIM_KIND": Reason(
        0,
        "Cần chương trình hiểu loại điều được chứng minh {kind}",
        "A reader that knows claims of kind {kind} is needed",
    ),
    "COMMAND_UNKNOWN": Reason(
        1, "Cần chương trình hiểu lệnh {name}", "A reader that knows the command {name} is needed"
    ),
    "EVIDENCE_KIND": Reason(
        4,
        "Cần chương trình hiểu bằng chứng loại {kind} phiên bản {version}",
        "A reader of evidence of kind {kind}, version {version} is needed",
    ),
    "OTHER_LEDGER": Reason(
        5,
        "Cần tệp tin cậy của sổ cái {ledger}; tệp bạn đưa là của sổ cái {trusted}",
        "A trust file for ledger {ledger} is needed; the one given is for ledger {trusted}",
    ),
    "OPERATOR_UNKNOWN": Reason(
        5,
        "Tệp tin cậy không có khóa của đơn vị vận hành {operator}",
        "The trust file lists no operator with the key {operator}",
    ),
}
