"""The bodies that issued a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.head import Head
from policytext.extract.metadata.organs import split_organs
from policytext.text import AlignedText

MOST_CUES = 6
# What follows the bodies in a title: 关于…, 印发《…》, 公告 at its end, 对…的答复.
_CUE = re.compile(r"关于|印发|批转|转发|公布|发布|对|就|致|(?:公告|通告|通知|令|公报|通报)(?:（|$)")
_LETTERHEAD_END = re.compile("(?:文件|令|公告|通告|函|通报|简报|（)")


def find_issuers(
    text: AlignedText, head: Head, signature: Sequence[Found], title: Found | None, fields: Sequence[Field]
) -> tuple[Found, ...]:
    """Return the bodies named in the signature, else in the title, the letterhead, below the title, or in a field.

    >>> title = Found.of(AlignedText.of("某某市财政局 某某市商务局关于印发办法的通知"), "first lines")
    >>> [found.value for found in find_issuers(AlignedText.of(""), Head(), (), title, ())]
    ['某某市财政局', '某某市商务局']
    """
    return (
        tuple(signature)
        or (_of_title(title) if title else ())
        or (_of_letterhead(text, head.letterhead) if head.letterhead else ())
        or (_split(text[slice(*head.byline)], "line under the title") if head.byline else ())
        or _of_field(fields, "issuer")
        or _of_field(fields, "organ")
    )


def _of_field(fields: Sequence[Field], tells: str) -> tuple[Found, ...]:
    return next((found for field in fields if field.tells == tells and (found := _split(field.value, field.rule))), ())


def _split(words: AlignedText, rule: str) -> tuple[Found, ...]:
    return tuple(Found.of(part, rule) for part in split_organs(words))


def _of_title(title: Found) -> tuple[Found, ...]:
    """Return the bodies that a title opens with, up to the first cue that leaves nothing but names before it."""
    for _, match in zip(range(MOST_CUES), _CUE.finditer(title.words.text), strict=False):
        if match.start() and (found := _split(title.words[: match.start()], "title")):
            return found
    return ()


def _of_letterhead(text: AlignedText, line: tuple[int, int]) -> tuple[Found, ...]:
    words = text[slice(*line)]
    found = _split(words, "letterhead")
    if found:
        return found
    ends = [match.start() for match in _LETTERHEAD_END.finditer(words.text)]
    return next((found for end in reversed(ends) if (found := _split(trim(words[:end]), "letterhead"))), ())
