"""Settings that a service in production may not have."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

from api.identity.providers import read_providers
from api.networks import Network, address_of, networks
from api.production.fault import Fault
from api.settings import BadSettings, Settings
from ledger.sentences import Sentence

# A network wider than these names no machines of anybody's own.
_WIDEST = {4: 8, 6: 32}
_LONGEST_RECENT = 3600.0  # seconds
_LONGEST_SESSION = 43_200.0
# This machine, and addresses of the link: metadata services of clouds, which hand out credentials, are among them.
_NEVER_ALLOWED = networks("127.0.0.0/8, 169.254.0.0/16, 168.63.129.16/32, 0.0.0.0/8, ::/127, fe80::/10")
# Beyond these a bound is none: what it guards against gets through.
_MOST = {
    "identity_rate": 1000,
    "address_rate": 1000,
    "burst": 10_000,
    "body_bytes": 16 << 20,
    "body_seconds": 120,
    "line_seconds": 300,
    "mandate_days": 366,
    "mandate_revocation_hours": 744,
}


def of_addresses(settings: Settings) -> Iterator[Fault]:
    split = urlsplit(settings.public_url)
    bare = not (split.query or split.fragment or split.username or split.path.strip("/"))
    if split.scheme != "https" or not split.hostname or not bare:
        yield Fault(
            Sentence("public_url không phải địa chỉ https:// của dịch vụ", "public_url is no https:// address"),
            Sentence(
                'Đặt public_url = "https://TÊN_MÁY": cookie an toàn và liên kết theo đó.',
                'Set public_url = "https://HOST": secure cookies and links follow from it.',
            ),
        )
    elif _is_local(split.hostname):
        yield Fault(
            Sentence("public_url là máy này", "public_url is this machine"),
            Sentence("Đặt tên máy mà người dùng gọi.", "Set the host that people call."),
        )
    if not _is_local(settings.host) and not settings.tls_certificate and not settings.proxies:
        yield Fault(
            Sentence(f"http không mã hóa trên {settings.host}", f"plain http on {settings.host}"),
            Sentence(
                'Đặt tls_certificate và tls_key, hoặc host = "127.0.0.1" sau một proxy, hoặc nêu proxies.',
                'Set tls_certificate and tls_key, or host = "127.0.0.1" behind a proxy, or name the proxies.',
            ),
        )
    for name, said in (("proxies", settings.proxies), ("webhook_allow", settings.webhook_allow)):
        for wide in filter(_is_wide, networks(said)):
            yield Fault(
                Sentence(f"{name}: {wide} là gần như mọi máy", f"{name}: {wide} is nearly every machine"),
                Sentence("Chỉ nêu các máy của mình.", "Name machines of your own alone."),
            )
    for each in networks(settings.webhook_allow):
        if not _is_wide(each) and any(
            each.version == never.version and each.overlaps(never) for never in _NEVER_ALLOWED
        ):
            yield Fault(
                Sentence(
                    f"webhook_allow: {each} có máy này hoặc dịch vụ siêu dữ liệu của đám mây",
                    f"webhook_allow: {each} has this machine in it, or a cloud's metadata service",
                ),
                Sentence(
                    "Chỉ nêu mạng của máy nhận; máy nhận đặt ở máy khác.",
                    "Name the receivers' networks alone; have receivers on other machines.",
                ),
            )


def of_bounds(settings: Settings) -> Iterator[Fault]:
    if not settings.identity_rate or not settings.address_rate:
        yield Fault(
            Sentence(
                "identity_rate hoặc address_rate là 0: không giới hạn", "identity_rate or address_rate is unbounded"
            ),
            Sentence("Đặt cả hai lớn hơn 0, ví dụ 20 và 5.", "Set both above 0, 20 and 5 for example."),
        )
    for name, most in _MOST.items():
        if getattr(settings, name) > most:
            yield Fault(
                Sentence(f"{name} quá lớn: không còn là giới hạn", f"{name} is so large that it bounds nothing"),
                Sentence(f"Đặt {name} không quá {most}.", f"Set {name} to {most} at most."),
            )
    if settings.session_seconds > _LONGEST_SESSION or settings.recent_seconds > _LONGEST_RECENT:
        yield Fault(
            Sentence("Phiên đăng nhập quá dài", "Sessions last too long"),
            Sentence(
                f"session_seconds tối đa {_LONGEST_SESSION:.0f}, recent_seconds tối đa {_LONGEST_RECENT:.0f}.",
                f"session_seconds at most {_LONGEST_SESSION:.0f}, recent_seconds at most {_LONGEST_RECENT:.0f}.",
            ),
        )
    if settings.mandate_roots is not None and settings.mandate_revocation == "soft-fail":
        yield Fault(
            Sentence(
                "mandate_revocation là soft-fail: chữ ký đã bị thu hồi có thể lọt qua",
                "mandate_revocation is soft-fail: a revoked signature may pass",
            ),
            Sentence("Đặt hard-fail và mang danh sách thu hồi về hằng ngày.", "Set hard-fail, and bring lists daily."),
        )


def of_programs(settings: Settings) -> Iterator[Fault]:
    if sys.flags.dev_mode or os.environ.get("PYTHONASYNCIODEBUG"):
        yield Fault(
            Sentence("Python chạy ở chế độ gỡ lỗi: nhật ký chứa dữ liệu", "Python runs in debug mode: it logs data"),
            Sentence(
                "Bỏ -X dev, PYTHONDEVMODE, PYTHONASYNCIODEBUG.", "Unset -X dev, PYTHONDEVMODE, PYTHONASYNCIODEBUG."
            ),
        )
    try:
        read_providers(settings.oidc_providers, loopback=False)
    except BadSettings as wrong:
        yield Fault(wrong.sentence, Sentence("Sửa tệp đó.", "Mend that file."))


def _is_local(host: str) -> bool:
    try:
        return address_of(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_wide(network: Network) -> bool:
    return network.prefixlen < _WIDEST[network.version]
