"""An answer of the market as a page for people: what is suggested and why, what is near and excluded, and the run."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.markup import escape

from api.cli import output
from marketplace.catalogue.codes import CODES

Json = Mapping[str, Any]
_WIDTH, _INDENT = 108, "   "
_STRENGTH = {
    "strong": ("green", "●●●", "mạnh", "strong"),
    "medium": ("yellow", "●●○", "vừa", "medium"),
    "weak": ("dim", "●○○", "yếu", "weak"),
}
_MARKS = {"met": "[green]✓[/green]", "missed": "[red]✗[/red]", "open": "[yellow]?[/yellow]"}
_TERMS = 5  # so many terms of one suggestion are shown


def page(answer: Json) -> str:
    """In the console's markup."""
    return "\n".join(_page(answer))


def _page(answer: Json) -> Iterator[str]:
    yield from _asked(answer["asked"])
    for each in answer["suggestions"]:
        yield ""
        yield from _suggestion(each)
    if answer["empty"] is not None:
        yield ""
        yield from _wrapped(answer["empty"]["said"], mark="[yellow]∅[/yellow]", indent="")
    if answer["nearest"]:
        yield ""
        yield output.both("Gần nhất, nhưng chưa đủ để gợi ý", "The nearest, not enough to be suggested")
        for each in answer["nearest"]:
            yield f"{_INDENT}· {escape(each['reference'])}  {escape(_title(each))}"
    if answer["excluded"]:
        yield ""
        yield output.both("Gần nhưng bị loại", "Near, and excluded")
        for each in answer["excluded"]:
            yield from _excluded(each)
    yield ""
    yield from _run(answer)


def _asked(asked: Json) -> Iterator[str]:
    yield f"[bold]{escape(asked['reference'])}[/bold]  {escape(_title(asked))}"
    said = list(filter(None, (_money(asked), _least(asked), _where(asked), _until(asked))))
    if said:
        yield f"{_INDENT}[dim]{escape(' · '.join(said))}[/dim]"


def _suggestion(said: Json) -> Iterator[str]:
    colour, dots, vi, en = _STRENGTH[said["strength"]]
    yield f"[bold]{said['position']}. {escape(_title(said))}[/bold]"
    yield f"{_INDENT}[{colour}]{dots} {vi}[/{colour}] [dim]{en}[/dim] · {escape(_whose(said))}"
    yield f"{_INDENT}{escape(' · '.join(_facts(said)))}"
    if said["terms"]:
        shared = said["terms"][:_TERMS]
        both = {each: ", ".join(_first(term, each) for term in shared) for each in ("vi", "en")}
        yield from _wrapped(both, mark="[cyan]≈[/cyan]")
    for standing in ("missed", "open", "met"):
        chosen = [each for each in said["facets"] if each["standing"] == standing]
        if chosen:
            yield from _wrapped(_joined(chosen), mark=_MARKS[standing])
    if said["ledger"]:
        yield from _wrapped(_ledger(said["ledger"]), mark="[blue]§[/blue]")


def _excluded(said: Json) -> Iterator[str]:
    yield f"{_INDENT}[red]✗[/red] {escape(said['reference'])}  {escape(_title(said))}"
    yield from _wrapped(_joined(said["broken"]), mark=" ", indent=_INDENT * 2)


def _run(answer: Json) -> Iterator[str]:
    run, matcher = answer["run"], answer["matcher"]
    yield output.both(
        f"So với {answer['considered']} mục đang công bố, ngày {_day(answer['day'])}; {matcher['model']}",
        f"compared with {answer['considered']} published entries",
    )
    yield output.both(f"Lần xếp hạng {run['number']}: {run['root']}", f"ranking run {run['number']} and its root")
    yield f"→ [bold]hanotex match replay {run['number']}[/bold]"


# --- Parts of a line -----------------------------------------------------------------------------------------------


def _title(said: Json) -> str:
    title = said["title"]
    return str(title.get("vi") or title.get("en") or said["reference"])


def _whose(said: Json) -> str:
    names = said["owner"]["names"]
    return f"{said['reference']} · {names.get('vi') or names.get('en') or said['owner']['organisation']}"


def _facts(said: Json) -> Iterator[str]:
    """Kind, terms of the licence, territory, readiness."""
    if label := CODES["kind"].get(said["kind"]):
        yield label.vi
    if (asking := said.get("asking")) is not None:
        yield _asking(asking)
    elif money := _money(said):
        yield money
    if where := _where(said):
        yield where
    if said.get("trl") is not None:
        yield f"TRL {said['trl']}"
    if until := _until(said):
        yield until


def _asking(asking: Json) -> str:
    words = [_code("mode", asking["mode"])]
    if asking["exclusivity"]:
        words.append(_code("exclusivity", asking["exclusivity"]))
    price = "giá thỏa thuận" if asking["amount"] is None else _amount(asking["amount"], asking["currency"])
    return f"{' '.join(words)}, {price}{' / ' + asking['per'] if asking['per'] else ''}"


def _code(name: str, code: str) -> str:
    label = CODES.get(name, {}).get(code)
    return code if label is None else label.vi


def _amount(whole: int, currency: str = "VND") -> str:
    shown = f"{whole:,}".replace(",", ".")
    return f"{shown} đồng" if currency == "VND" else f"{shown} {currency}"


def _money(said: Json) -> str:
    return f"ngân sách {_amount(said['budget_vnd'])}" if said.get("budget_vnd") else ""


def _least(said: Json) -> str:
    return f"TRL từ {said['min_trl']}" if said.get("min_trl") else ""


def _where(said: Json) -> str:
    return " ".join(said["territory"])


def _until(said: Json) -> str:
    return f"hạn {_day(said['deadline'])}" if said.get("deadline") else ""


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _first(term: Json, language: str) -> str:
    other = "en" if language == "vi" else "vi"
    return str((term[language] or term[other])[0])


def _joined(facets: Sequence[Json]) -> dict[str, str]:
    """Several facets in one line of each language. Requirements that rules judged are counted where they are met, and
    left out where they say again what another facet says to be missed.
    """
    named = {each["name"] for each in facets}
    told = [each["said"] for each in facets if each["name"] != "must_have" or each["standing"] == "open"]
    by_rule = [each for each in facets if each["name"] == "must_have" and each["standing"] != "open"]
    met = sum(each["standing"] == "met" for each in by_rule)
    if met:
        words = "requirement" if met == 1 else "requirements"
        told.append({"vi": f"Đạt {met} điều kiện bắt buộc xét bằng máy", "en": f"Meets {met} {words} judged by rule"})
    told += [each["said"] for each in by_rule if each["standing"] == "missed" and not _again(each, named)]
    return {language: "; ".join(_once(each[language] for each in told)) for language in ("vi", "en")}


def _once(sentences: Iterable[str]) -> Iterator[str]:
    """Each sentence once, and what several begin with, up to a colon, only before the first of them."""
    begun = ""
    for sentence in dict.fromkeys(sentences):
        beginning, colon, rest = sentence.partition(": ")
        yield rest if colon and beginning == begun else sentence
        begun = beginning if colon else ""


def _again(missed: Json, named: set[str]) -> bool:
    field = str(missed["values"].get("field", ""))
    return field in named or (field == "asking.amount" and "budget" in named)


def _ledger(bound: Sequence[Json]) -> dict[str, str]:
    return {each: "; ".join(_record(record, each) for record in bound) for each in ("vi", "en")}


_NOUNS = {
    "asset": ("tài sản", "asset"),
    "listing": ("tin niêm yết", "listing"),
    "problem": ("bài toán", "problem"),
    "party": ("tổ chức", "party"),
}


def _record(bound: Json, language: str) -> str:
    vietnamese = language == "vi"
    said = [_NOUNS[bound["noun"]][0 if vietnamese else 1]]
    if bound["state_said"] is not None:
        said.append(bound["state_said"][language])
    if bound["tier"] is not None:
        said.append(f"{'bậc' if vietnamese else 'tier'} {bound['tier']['number']} {bound['tier']['said'][language]}")
    if bound["matches"]:
        said.append("đúng như cam kết trên sổ cái" if vietnamese else "as committed to on the ledger")
    else:
        said.append("KHÁC cam kết trên sổ cái" if vietnamese else "NOT what the ledger commits to")
    if not bound["held"]:
        said.append("không còn của bên này" if vietnamese else "no longer the owner's")
    return f"{said[0]} {', '.join(said[1:])}"


def _wrapped(said: Json, mark: str, indent: str = _INDENT) -> Iterator[str]:
    """Vietnamese in full, English dimmed below it, both in lines that hang under the first."""
    lines: Iterable[str] = textwrap.wrap(said["vi"], _WIDTH - len(indent) - 2) or [""]
    for at, line in enumerate(lines):
        yield f"{indent}{mark if at == 0 else ' '} {escape(line)}"
    if said["en"] != said["vi"]:
        for line in textwrap.wrap(said["en"], _WIDTH - len(indent) - 2):
            yield f"{indent}  [dim]{escape(line)}[/dim]"
