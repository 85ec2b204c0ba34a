"""Agencies: every mention of a body of party or state, found on characters, with its official name and role."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policytext.extract.agencies.groups import find_aliases, find_groups
from policytext.extract.agencies.identity import SYSTEMS, agency_id, successor
from policytext.extract.agencies.mentions import Mention
from policytext.extract.agencies.names import (
    court_template,
    full_name,
)
from policytext.extract.agencies.prefix import KIND_LEFT, Surroundings
from policytext.extract.agencies.roles import find_roles
from policytext.extract.agencies.scan import is_hidden, scan
from policytext.extract.places import gazetteer
from policytext.model import Agency, Role
from policytext.text import AlignedText, Quote

# 法、检、公、司、交 and 公检法司: letters that stand for court, procuratorate, police, justice, traffic police.
LETTERS = re.compile(
    r"(?<![\u4e00-\u9fff])[公检法司]、[公检法司](?:、[公检法司交])*(?![\u4e00-\u9fff]、)|公检法司?|法检公司?|检法公司?"
)
LETTER_BODIES = {
    "法": ("{J}人民法院", "court"),
    "检": ("{J}人民检察院", "procuratorate"),
    "公": ("{J}公安局", "police"),
    "司": ("{J}司法局", "justice"),
    "交": ("{J}公安局交通警察{T}", "police"),
}
# 各|县（市、区）, 各有关|省级, 县级以上|地方各级, 市级各有关 before a kind of body.
COLLECTIVE = re.compile(
    r"(?:各|有关|相关|全[省市县区州国]|所有|其他|[省市县区州乡]级(?:以上)?)(?:[省市州盟县区旗镇乡级各地、（）及和]|地方|有关|相关|街道|设区的?)*$"
)
GROUND = re.compile(r"《[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,200})*》")


def find_agencies(text: AlignedText, *, jurisdiction: str | None) -> Iterator[Agency]:
    """Yield every mention of an agency in the body of a document, in order.

    ``text`` is in normal form; ``jurisdiction`` is the six-digit code of the document's area, by which ranks without
    a place (市委) are named. Collective words and kinds come with ``generic`` set. Rules: codebook, part 4.

    >>> text = AlignedText.of("市发改委、国资委会同市公安局和平分局走访企业。")
    >>> [(agency.quote.text, agency.name) for agency in find_agencies(text, jurisdiction="210100")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('市发改委', '沈阳市发展和改革委员会'), ('国资委', '沈阳市人民政府国有资产监督管理委员会'),
     ('市公安局和平分局', '沈阳市公安局和平分局')]
    """
    mentions = find_mentions(text.text, jurisdiction)
    for mention, role in zip(mentions, find_roles(text.text, mentions), strict=True):
        yield _identify(text.quote(mention.start, mention.end), mention, role)


def _identify(quote: Quote, mention: Mention, role: Role | None) -> Agency:
    """Make an agency of a mention; of a kind of body only its branch is known."""
    system = SYSTEMS.get(mention.system)
    name, level, place = mention.name, mention.level, mention.code
    if mention.generic or name is None:
        return Agency(quote, None, None, None, role, generic=mention.generic, system=system)
    after = successor(name, place, level)
    return Agency(
        quote, name, level, place, role, system=system, agency_id=agency_id(name, place, level),
        current_name=after and after.name, since=after and after.since,
    )  # fmt: skip


def find_mentions(text: str, jurisdiction: str | None) -> list[Mention]:
    """Find the mentions of a text, first pass by the gazetteer, then those that the text itself defines."""
    return list(_collect(text, _find_all(text, jurisdiction)))


def _collect(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Let each kind of body begin with the words that make it one: 各县（市、区）|人民政府."""
    floor = 0
    for mention in mentions:
        match = COLLECTIVE.search(text, max(floor, mention.start - 16), mention.start) if mention.generic else None
        yield replace(mention, start=match.start()) if match else mention
        floor = mention.end


def _find_all(text: str, jurisdiction: str | None) -> list[Mention]:
    around = Surroundings.of(text, jurisdiction)
    hidden = [match.span() for match in GROUND.finditer(text)]
    mentions = scan(around, hidden)
    mentions = _merge(mentions, find_groups(around, mentions), hidden)
    mentions = _merge(mentions, find_aliases(text, mentions), hidden)
    return _merge(mentions, _find_letters(around, mentions), hidden)


def _merge(mentions: Sequence[Mention], more: Sequence[Mention], hidden: Sequence[tuple[int, int]]) -> list[Mention]:
    """Add mentions that are not hidden in a title; where two overlap, the longer or else the later one found stays."""
    visible = [new for new in more if not is_hidden(hidden, new.start)]
    order = sorted((*((old, 0) for old in mentions), *((new, 1) for new in visible)), key=lambda pair: pair[0].start)
    found: list[tuple[Mention, int]] = []
    for mention, age in order:
        while found and found[-1][0].end > mention.start:
            last, last_age = found[-1]
            if (last.end - last.start, last_age) > (mention.end - mention.start, age):
                break
            found.pop()
        else:
            found.append((mention, age))
    return [mention for mention, _ in found]


def _find_letters(around: Surroundings, mentions: Sequence[Mention]) -> list[Mention]:
    """Read 法、检、公、司 and 公检法司 as the four bodies of the place named last, else of the document."""
    found = []
    for match in LETTERS.finditer(around.text):
        index = bisect_left(mentions, match.start(), key=lambda mention: mention.start)
        near = next(
            (m.code for m in reversed(mentions[max(0, index - 4) : index]) if m.code and match.start() - m.start < 60),
            None,
        )
        code = near or around.jurisdiction
        if code is None or KIND_LEFT.search(around.text, max(0, match.start() - 8), match.start()):
            continue
        if around.text.startswith(("机关", "部门", "系统", "单位"), match.end()):
            continue
        level = gazetteer().level_of(code)
        for offset, letter in enumerate(match[0]):
            if letter in LETTER_BODIES:
                template, system = LETTER_BODIES[letter]
                if letter == "法":
                    template = court_template(level, code)
                template = template.replace("{T}", "大队" if level == "county" else "支队")
                start = match.start() + offset
                found.append(Mention(start, start + 1, full_name(template, code), code, level, system, template))
    return found
