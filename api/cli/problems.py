"""What a user can put right: for each kind of error, what went wrong in a sentence, and what to do next."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from api.backup import BackupDamaged, HomeNotEmpty
from api.cli.files import NotARegularFile
from api.connection import AnotherLedgerHere, BadConnection, NoLedgerHere
from api.dump import NotEmpty
from api.leadership import TablesInUse
from api.migrations import UnknownRevision
from ledger.engines.embedded import ChainDamaged, ChainInUse, GenesisDiffers, NotAChain, StorageFailed
from ledger.engines.evm import DeploymentDiffers
from ledger.errors import LedgerError, OutcomeUnknown
from ledger.intents import IntentsInUse, NotTheLedgersIntents
from ledger.keys import SignerFailed
from ledger.keystore import KeystoreError
from ledger.proof.verdict import Gap
from ledger.scenario.document import ScenarioError
from ledger.sentences import Sentence
from ledger.state import HistoryBroken
from marketplace.database import UnknownDatabase
from marketplace.projection import WrongLedger


class Problem(NamedTuple):
    what: Sentence
    next_step: Sentence


_IN_USE = Problem(
    Sentence("Sổ cái đang được tiến trình khác ghi", "Another process is writing this ledger"),
    Sentence("Dừng tiến trình đó, hoặc dùng lệnh chỉ đọc với --home.", "Stop it, or use a reading verb with --home."),
)
_BAD_FILE = Problem(
    Sentence("Một tệp không đúng nội dung", "A file does not say what it should"),
    Sentence("Sửa tệp đó, hoặc lấy lại từ bản sao lưu.", "Mend that file, or take it from a backup."),
)
_OTHER_LEDGER = Problem(
    Sentence("Tệp là của sổ cái khác", "A file is that of another ledger"),
    Sentence("Chọn đúng thư mục hoặc tệp kết nối.", "Name the right home or connection file."),
)
_CHAIN = Problem(
    Sentence("Không đọc được chuỗi", "The chain cannot be read"),
    Sentence(
        "Không ghi thêm gì vào thư mục này; lấy lại chain.sqlite cùng các tệp -wal, -shm từ bản sao lưu.",
        "Write nothing more here; take chain.sqlite, with its -wal and -shm files, from a backup.",
    ),
)
_ALTERED = Problem(
    Sentence("Lịch sử không khớp với những gì đã ký", "The history is not what was signed"),
    Sentence(
        "Đừng tin nguồn này; đọc từ nút khác hoặc lấy lại chuỗi từ bản sao lưu.",
        "Do not trust this source; read another node, or take the chain from a backup.",
    ),
)
_TABLES = Problem(
    Sentence("Không đọc hoặc ghi được bảng dữ liệu", "The tables cannot be read or written"),
    Sentence(
        "Xóa tables.sqlite rồi chạy `hanotex rebuild`: mọi bảng dựng lại được từ sổ cái.",
        "Delete tables.sqlite and run `hanotex rebuild`: every table is made again from the ledger.",
    ),
)

# By kind of error; the first that fits is told, so a family comes after its members.
PROBLEMS: dict[type[Exception], Problem] = {
    NoLedgerHere: Problem(
        Sentence("Ở đây chưa có sổ cái", "There is no ledger here"),
        Sentence(
            "Kiểm tra --home hoặc --connection; sổ cái mới: `hanotex chain create`, để xem thử: `scenario run`.",
            "Check --home or --connection; for a new ledger: `hanotex chain create`, for a story: `scenario run`.",
        ),
    ),
    AnotherLedgerHere: _OTHER_LEDGER,
    GenesisDiffers: _OTHER_LEDGER,
    WrongLedger: Problem(
        Sentence("Các bảng là của sổ cái khác", "The tables are those of another ledger"), _TABLES.next_step
    ),
    UnknownDatabase: Problem(
        Sentence("Không hiểu địa chỉ cơ sở dữ liệu", "The database's address is not understood"),
        Sentence(
            "Dùng sqlite:///TỆP hoặc postgresql://NGƯỜI_DÙNG@MÁY/TÊN.",
            "Use sqlite:///FILE or postgresql://USER@HOST/NAME.",
        ),
    ),
    BackupDamaged: Problem(
        Sentence("Bản sao lưu không nguyên vẹn", "The backup is not whole"),
        Sentence(
            "Dùng bản sao lưu khác; giữ bản này để xem xét.", "Use another backup; keep this one to look into it."
        ),
    ),
    HomeNotEmpty: Problem(
        Sentence("Thư mục đã có nội dung", "The directory holds something already"),
        Sentence("Nêu một thư mục mới hoặc trống.", "Name a new or an empty directory."),
    ),
    NotEmpty: Problem(
        Sentence("Cơ sở dữ liệu đã có bảng của dịch vụ", "The database holds tables of a service already"),
        Sentence("Nêu một cơ sở dữ liệu trống bằng --database.", "Name an empty database with --database."),
    ),
    TablesInUse: Problem(
        Sentence("Một tiến trình khác đang ghi các bảng", "Another process is writing the tables"),
        Sentence(
            "Dừng `hanotex worker` hoặc `hanotex serve` rồi chạy lại.",
            "Stop `hanotex worker` or `hanotex serve`, and run this again.",
        ),
    ),
    UnknownRevision: Problem(
        Sentence("Các bảng do một phiên bản mới hơn tạo ra", "The tables were made by a later version"),
        Sentence(
            "Chạy phiên bản đó, hoặc lấy lại bản sao lưu cũ hơn.", "Run that version, or restore an older backup."
        ),
    ),
    NotTheLedgersIntents: Problem(
        Sentence("Nhật ký gửi lệnh không phải của sổ cái này", "The intent log is not this ledger's"),
        Sentence(
            "Lấy lại intents.sqlite từ bản sao lưu, hoặc cất nó đi: những gì đã ghi vẫn ở trên chuỗi.",
            "Take intents.sqlite from a backup, or put it away: what was recorded is on the chain.",
        ),
    ),
    BadConnection: _BAD_FILE,
    Gap: _BAD_FILE,
    NotARegularFile: Problem(
        Sentence("Không phải tệp thông thường", "This is not a regular file"),
        Sentence("Lưu nội dung vào một tệp rồi chạy lại.", "Save the content to a file and run this again."),
    ),
    ChainInUse: _IN_USE,
    IntentsInUse: _IN_USE,
    ChainDamaged: _CHAIN,
    NotAChain: _CHAIN,
    HistoryBroken: _ALTERED,
    DeploymentDiffers: Problem(
        Sentence("Hợp đồng trên chuỗi không phải của sổ cái này", "The contracts on this chain are not this ledger's"),
        Sentence("Kiểm tra địa chỉ nút và deployment.json.", "Check the endpoint's address and deployment.json."),
    ),
    ScenarioError: Problem(
        Sentence("Kịch bản không đọc được", "The scenario cannot be read"),
        Sentence("Sửa dòng đã nêu rồi chạy lại.", "Mend the line named and run it again."),
    ),
    KeystoreError: Problem(
        Sentence("Không mở được khóa", "The key cannot be opened"),
        Sentence("Kiểm tra tệp khóa và mật khẩu của nó.", "Check the keystore and its password."),
    ),
    SignerFailed: Problem(
        Sentence("Không ký được", "Nothing was signed"),
        Sentence("Kiểm tra dịch vụ ký rồi chạy lại.", "Check the signing service and run this again."),
    ),
    StorageFailed: Problem(
        Sentence("Không ghi được xuống đĩa", "It could not be written to disk"),
        Sentence("Kiểm tra dung lượng đĩa rồi chạy lại.", "Check the disk's space and run this again."),
    ),
    OutcomeUnknown: Problem(
        Sentence("Chưa rõ kết quả", "The outcome is not known"),
        Sentence("Tra cứu lệnh trước khi gửi lại.", "Look the command up before you send anything again."),
    ),
    LedgerError: Problem(
        Sentence("Sổ cái chưa trả lời được", "The ledger cannot answer now"),
        Sentence("Chạy `hanotex doctor`, rồi thử lại.", "Run `hanotex doctor`, then try again."),
    ),
    SQLAlchemyError: _TABLES,
    sqlite3.Error: _CHAIN,
    OSError: Problem(
        Sentence("Hệ điều hành không cho phép", "The operating system does not let it be done"),
        Sentence("Kiểm tra đường dẫn và quyền truy cập.", "Check the path and its permissions."),
    ),
}
USER_ERRORS: tuple[type[Exception], ...] = tuple(PROBLEMS)


def problem(error: Exception) -> Problem:
    """The problem that one of `USER_ERRORS` is."""
    return next(told for kind, told in PROBLEMS.items() if isinstance(error, kind))


def detail(error: Exception) -> str:
    """The error's own words, in one line."""
    if isinstance(error, Gap):
        return ", ".join([error.code, *map(str, error.values.values())])
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
