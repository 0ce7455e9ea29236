"""The texts that baselines compare, and no more than these: title, body and keywords, in each language there is."""

from __future__ import annotations

from marketplace.profiles import LANGUAGES, Language, Texts


def passages(texts: Texts) -> list[tuple[Language, str]]:
    """One for each language."""
    return [
        (language, "\n".join(filter(None, (words.title, words.body, ", ".join(words.keywords)))))
        for language, words in ((language, texts[language]) for language in LANGUAGES if language in texts)
    ]
