"""The bodies that issued a document: their names in signatures, titles and letterheads, and where one ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from policytext.extract.metadata.fields import Field
from policytext.extract.metadata.found import Found, trim
from policytext.extract.metadata.words import any_of, pattern, word_list
from policytext.extract.places import find_places, gazetteer
from policytext.lexicon import Lexicon, read_rows
from policytext.text import AlignedText

MAX_LENGTH = 45
# The longest name of a division: 双江拉祜族佤族布朗族傣族自治县.
LONGEST_NAME = 15
# A dozen bodies sign together at most; a longer stretch is no list of names.
MOST_NAMES = 400
SEPARATORS = "、，,；;/／ \t\n"
_SEPARATOR = re.compile(r"[、，,；;/／ \t\n]+")
MOST_CUES = 6
# What cannot follow the name of a central body: 教育部门, 教育部署.
_GOES_ON = "门署队"
# Matches 等八部门, 等部门, 办公厅、财政部等8部门 behind a central body that a title opens with.
_AMONG_OTHERS = re.compile(r"[㐀-鿿、 ]{0,60}?等?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?个?(?:部门|部委|单位)")
# What follows the bodies in a title: 关于…, 印发《…》, 公告 at its end, 对…的答复.
_CUE = "⟨title_cue⟩|(?:通知|⟨letterhead⟩)(?:（|$)"
_LETTERHEAD_END = "⟨letterhead⟩|（"


@cache
def _organ() -> re.Pattern[str]:
    """Return the pattern of one body's name.

    Matches 某某市发展和改革委员会, 中共某某市委, 国务院办公厅. Not: 各有关部, 全体干部, 加快推进布局; but 本溪 and 将乐 are places.
    """
    return re.compile(
        rf"""
        (?!(?!本溪|将乐){any_of("no_opening")}|第[一二三四五六七八九十百\d])
        [㐀-鿿A-Za-z0-9（）“”·—]{{0,{MAX_LENGTH}}}?
        {any_of("organ")}(?:（[^（）]{{2,30}}）)?
        """,
        re.VERBOSE,
    )


def is_organ(words: str) -> bool:
    """Tell whether the words are the name of one body.

    >>> [is_organ(words) for words in ("大连市发展和改革委员会", "国务院", "领导干部", "各县（市、区）人民政府", "关于评议的通知")]
    [True, True, False, False, False]
    """
    words = words.strip(SEPARATORS)
    if not 2 <= len(words) <= MAX_LENGTH or "的" in words or "关于" in words:
        return False
    if words in _national().terms:
        return True
    return len(words) > 2 and not words.endswith(tuple(word_list("not_organ"))) and bool(_organ().fullmatch(words))


def opens_with_organ(words: str) -> bool:
    """Tell whether a line begins with a body, as headlines do that name who acts.

    >>> opens_with_organ("市数据局到重点企业开展服务"), opens_with_organ("关于市数据局开展服务的通知")
    (True, False)
    """
    match = _organ().match(words)
    return match is not None and match.end() <= LONGEST_NAME and is_organ(match[0])


def split_organs(words: AlignedText) -> tuple[AlignedText, ...]:
    """Return the bodies that the words name one after another; empty where something else stands among them.

    They part at signs, at blanks and line breaks of the file, before 中共, before a central body, and where the
    place that the list opens with is named anew.

    >>> text = AlignedText.of("成都市发展和改革委员会 中共成都市委社会工作部")
    >>> [part.text for part in split_organs(text)]
    ['成都市发展和改革委员会', '中共成都市委社会工作部']
    >>> [part.text for part in split_organs(AlignedText.of("大连市财政局大连市商务局"))]
    ['大连市财政局', '大连市商务局']
    """
    words = trim(words, SEPARATORS)
    if len(words) > MOST_NAMES:
        return ()
    parts: list[AlignedText] = []
    start = 0
    for end, following in (*_cuts(words), (len(words), len(words))):
        part = trim(words[start:end], SEPARATORS)
        at_branch = end == following and part.text in _national().terms and not _begins_body(words, end)
        if is_organ(part.text) and (end == len(words) or (_may_begin(words.text, following) and not at_branch)):
            parts.append(part)
            start = following
    return tuple(parts) if start >= len(words) and parts else ()


def _begins_body(words: AlignedText, at: int) -> bool:
    """Tell whether what follows a central body is a body of its own and not the place of its branch."""
    if at >= len(words) or _is_parted(words, at) or words.text.startswith("中共", at):
        return True
    return any(start == 0 for start, _, _ in _national().spans(words.text[at:]))


def _may_begin(text: str, at: int) -> bool:
    """Tell whether a body's name can begin here: 办公室 after 委员会 is a part of it."""
    return re.match(rf"{any_of('organ')}(?:$|[{SEPARATORS}])", text[at : at + 12]) is None


def _cuts(words: AlignedText) -> Iterator[tuple[int, int]]:
    """Yield where a body may end and where the next would begin."""
    text = words.text
    cuts = {match.start(): match.end() for match in _SEPARATOR.finditer(text)}
    anew = _opening_place(text)
    starts = [start for start, _, _ in _national().spans(text)]
    starts += [match.start() for match in re.finditer(rf"中共|{re.escape(anew)}" if anew else "中共", text)]
    starts += [at for at in range(1, len(text)) if _is_parted(words, at)]
    for at in starts:
        if at and text[:at].strip(SEPARATORS):
            cuts.setdefault(at, at)
    yield from sorted(cuts.items())


def _is_parted(words: AlignedText, at: int) -> bool:
    """Tell whether blanks of the file stand before a character and are gone in the normal form."""
    left, right = words.span(at - 1, at).end, words.span(at, at + 1).start
    return left < right and words.raw[left:right].isspace()


def _opening_place(text: str) -> str:
    """Return the division that a list of bodies opens with, as it stands there, without 中共."""
    opening, places = text.removeprefix("中共"), gazetteer()
    sizes = range(LONGEST_NAME, 1, -1)
    return next((opening[:n] for n in sizes if opening[:n] in places.by_name or opening[:n] in places.by_short), "")


@cache
def _national() -> Lexicon[None]:
    """Return the central bodies under the names that open no others: 国务院办公厅, 财政部."""
    names: set[str] = {"中共中央", "国务院"}
    for row in read_rows("agencies_national.csv", columns=("name", "system", "source"), optional=("forms",)):
        names |= {name for name in (row["name"], *row["forms"].split("|")) if len(name) > 2}
    return Lexicon.of(dict.fromkeys(sorted(names)))


def find_issuers(
    letterhead: AlignedText | None,
    byline: AlignedText | None,
    signature: Sequence[Found],
    title: Found | None,
    fields: Sequence[Field],
) -> tuple[Found, ...]:
    """Return the bodies named in the signature, else in the title, the letterhead, below the title, or in a field.

    >>> title = Found.of(AlignedText.of("某某市财政局 某某市商务局关于印发办法的通知"), "first lines")
    >>> [found.value for found in find_issuers(None, None, (), title, ())]
    ['某某市财政局', '某某市商务局']
    """
    return (
        tuple(signature)
        or (_of_title(title) if title else ())
        or (_of_letterhead(letterhead) if letterhead else ())
        or (_split(byline, "line under the title") if byline else ())
        or _of_field(fields, "issuer")
        or _of_field(fields, "organ")
    )


def _of_field(fields: Sequence[Field], tells: str) -> tuple[Found, ...]:
    return next((found for field in fields if field.tells == tells and (found := _split(field.value, field.rule))), ())


def _split(words: AlignedText, rule: str) -> tuple[Found, ...]:
    return tuple(Found.of(part, rule) for part in split_organs(words))


def _of_title(title: Found) -> tuple[Found, ...]:
    """Return the bodies that a title opens with, up to the first cue that leaves nothing but names before it."""
    for _, match in zip(range(MOST_CUES), pattern(_CUE).finditer(title.words.text), strict=False):
        if match.start() and (found := _split(title.words[: match.start()], "title")):
            return found
    return ()


def _of_letterhead(words: AlignedText) -> tuple[Found, ...]:
    found = _split(words, "letterhead")
    if found:
        return found
    ends = [match.start() for match in pattern(_LETTERHEAD_END).finditer(words.text)]
    return next((found for end in reversed(ends) if (found := _split(trim(words[:end]), "letterhead"))), ())


def are_central(issuers: Sequence[Found]) -> bool:
    """Tell whether all bodies are those of the nation, which name no place: 国务院办公厅, 财政部."""
    return bool(issuers) and all(opens_central(issuer.value) for issuer in issuers)


def opens_central(words: str) -> bool:
    """Tell whether the words open with a central body; those of branches name the place behind it.

    >>> [opens_central(words) for words in ("审计署办公厅", "中国人民银行发布办法", "教育部门推出措施", "市委宣传部")]
    [True, True, False, False]
    """
    return pattern("⟨central⟩").match(words) is not None or _central_end(words) > 0


def leads_departments(title: str) -> bool:
    """Tell whether a title names a central body as the first of several: 教育部等八部门.

    >>> leads_departments("教育部等八部门关于开展评议的通知"), leads_departments("大连市教育局等八部门通知")
    (True, False)
    """
    end = _central_end(title)
    return end > 0 and _AMONG_OTHERS.match(title, end) is not None


def _central_end(words: str) -> int:
    """Return where the central body ends that the words open with, 0 where none does."""
    start, end, _ = next(_national().spans(words), (1, 0, ""))
    return 0 if start or words[end : end + 1] in tuple(_GOES_ON) else end


def places_of(issuers: Sequence[Found]) -> list[Found]:
    """Return the narrowest place that each body's name holds, of those that hold one."""
    return [found for issuer in issuers if (found := _place_in(issuer.words))]


def common_area(placed: Sequence[Found]) -> Found | None:
    """Return the narrowest area that holds all places.

    >>> issuers = [Found.of(AlignedText.of(name), "signature") for name in ("大连市财政局", "大连市甘井子区财政局")]
    >>> common_area(places_of(issuers)).value
    '210200'
    """
    for area in gazetteer().lineage(placed[0].value) if placed else ():
        if all(area in gazetteer().lineage(found.value) for found in placed):
            return placed[0]._replace(value=area)
    return None


def _place_in(words: AlignedText) -> Found | None:
    places = list(find_places(words.text))
    if not places:
        return None
    place = places[-1] if places[0].code in gazetteer().lineage(places[-1].code) else places[0]
    return Found(place.code, words[place.start : place.end], "issuer")
