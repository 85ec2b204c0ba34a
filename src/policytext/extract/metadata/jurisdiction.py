"""The area whose authorities a document is about or from (codebook, part 6)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from policytext.errors import DataError
from policytext.extract.places import AUTHORITY, MUNICIPALITIES, Place, find_places, find_short_names, gazetteer
from policytext.lexicon import read_rows

NATION = "000000"
# 学习借鉴厦门、深圳、北京等地经验; 对标上海; 赴浙江考察: places to learn from.
ELSEWHERE = re.compile(r"(?:学习|借鉴|对标|考察|赴|前往|参照|先进地区|对接|来自|毕业于|经验|做法|先后在)")
# 全市, 我市, 本市, 市委: which level speaks of itself.
SELF = {
    "province": re.compile(r"(?:全|我|本)省|全区各盟市|自治区党委"),
    "city": re.compile(r"(?:全|我|本)市|(?<!城)市委(?!托)|市政府|(?:全|我|本)州|州委|州政府"),
    "county": re.compile(
        r"(?:全|我|本)[县旗]|县委(?!托)|县政府|(?<![市地社园辖街])区委(?!托)|(?<![市县自地社])区政府|(?<=[，。、由向和\n])区(?:[\u4e00-\u9fff]{2,8}局|检察院|法院|工商联|纪委)"
    ),
}
NATIONAL = re.compile(
    r"国务院(?:办公厅)?(?:关于|令|公报)|^国务院|中共中央|全国人民代表大会常务委员会(?:关于|公报)|国家[\u4e00-\u9fff]{2,10}[局委部](?:关于|公告)"
)
# Who acts for the nation at the head of a title: 国务院…, 全国人大…, 十四届全国人大一次会议…, 国家发展改革委….
NATIONAL_BODY = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}届)?(?:国务院|中共中央|全国(?:人大|政协|人民代表大会)|国家(?:主席|[\u4e00-\u9fff]{2,10}?[委局署]))"
)
# Matches 国务院联防联控机制召开新闻发布会, 国新办举行…, 国家卫生健康委发布…. Not: 国务院《…》.
NATIONAL_ACT = re.compile(
    r"(?:国务院|国新办|国家[\u4e00-\u9fff]{2,10}?[委局署])[\u4e00-\u9fff、]{0,16}?(?:召开|举行|举办|发布|介绍|印发)"
)
CAPITAL = "110000"
CITY_END = re.compile(r"\n[^\n，。；：]{0,30}\n{0,3}\d{4}年\d{1,2}月\d{1,2}日")
# What may be a title at the head of a text without one: up to the word for the genre, else the first line.
HEAD = re.compile(
    r"\s*(?:[^\n。]{4,60}?(?:通知|意见|说明|方案|措施|公告|办法|条例|清单|报告|规定|解读|细则|公报)|[^\n。，]{4,40}(?=\n))"
)
# Places outside the mainland's divisions are named often and are never the area of a document here.
OUTSIDE = ("71", "81", "82")
# A document names its area where it opens and where it is signed.
OPENING, ENDING = 120, 80
ENOUGH, SHARE = 3, 0.7
# How far back the clause of a place is looked at.
CLAUSE = 80
CLAUSE_STOP = re.compile("[。；！？\n，]")


@cache
def _prefixes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("number_prefixes.csv", columns=("prefix", "codes")):
        codes = tuple(row["codes"].split("|"))
        for code in codes:
            if code != NATION and code not in gazetteer().by_code:
                raise DataError(f"{row.place}: unknown division code {code!r}")
        if row["prefix"] in found:
            raise DataError(f"{row.place}: duplicate prefix {row['prefix']!r}")
        found[row["prefix"]] = codes
    return found


def places_of_number(number: str) -> tuple[str, ...]:
    """Return the divisions that a document number may come from, by its opening characters.

    ``000000`` stands for central organs; a number with an unknown opening gives an empty tuple.

    >>> places_of_number("苏府办〔2024〕1号"), places_of_number("辽委发〔2022〕3号"), places_of_number("青政发〔2020〕1号")
    (('320500',), ('210000',), ('630000', '370200'))
    """
    for size in (4, 3, 2):
        if codes := _prefixes().get(number.strip()[:size]):
            return codes
    return ()


def province_of_number(number: str) -> str | None:
    """Return the province whose short form opens a number, for want of anything better: departments use it too.

    >>> province_of_number("湘市监法〔2024〕33号"), province_of_number("苏市监〔2024〕3号")
    ('430000', None)
    """
    codes = _prefixes().get(number.strip()[:1], ())
    return codes[0] if len(codes) == 1 else None


def guess_jurisdiction(title: str | None, issuer: str | None, text: str) -> str | None:
    """Name the narrowest area whose authorities the document is about or from, as a six-digit code.

    ``issuer`` is the publisher or the document number, or both on two lines. Documents of central organs, documents
    about two provinces, and those that never name their area have none.

    >>> guess_jurisdiction(None, "辽委发〔2022〕3号", "")
    '210000'
    >>> guess_jurisdiction("大连召开会议", None, "市委政法委要求，学习借鉴厦门、深圳等地经验。")
    '210200'
    """
    title = title or ""
    if not title and (head := HEAD.match(text)):
        title = head[0]
    for line in (issuer or "").splitlines():
        codes = places_of_number(line) if "号" in line else ()
        if codes == (NATION,):
            return None
        if len(codes) == 1:
            return _narrow(codes[0], title, text)
    if NATIONAL.search(title) or NATIONAL.search(issuer or "") or (not title and NATIONAL.search(text[:120])):
        return None
    if _is_of_the_nation(title, issuer or "", text):
        return None
    weights = _weigh(title, issuer or "", text)
    return _descend(weights, _own_level(title + "\n" + text), _place_of_title(title, text, issuer or ""))


def _is_of_the_nation(title: str, issuer: str, text: str) -> bool:
    """Tell whether a text is about what a national body did: neither its title nor its first sentence names a place.

    Beijing is where such bodies meet.
    """
    opening = re.split("[。！？\n]", text.removeprefix(title).lstrip()[:OPENING])[0]
    if not (NATIONAL_BODY.match(title) or NATIONAL_ACT.search(opening)):
        return False
    named = {place.code for place in find_places(f"{title}\n{issuer}\n{opening}")}
    return named <= {CAPITAL} and not any(find_places(title)) and _own_level(text) is None


def _narrow(code: str, title: str, text: str) -> str:
    """Go down from the area of the number to a place inside it that the title names."""
    for place in find_places(title, within=code):
        if code in gazetteer().lineage(place.code)[1:]:
            return place.code
    return code


def _weigh(title: str, issuer: str, text: str) -> Counter[str]:
    """Add up how strongly each division is named: as an authority 3, bare 1, in the title 6, as issuer 6."""
    weights: Counter[str] = Counter()
    for source, bare, authority in ((title, 6, 8), (issuer, 4, 6), (text, 1, 3)):
        for place in _own_places(source):
            weights[place.code] += authority if AUTHORITY.match(source, place.end) else bare
            if source is text and (place.end <= OPENING or place.start >= len(text) - ENDING):
                weights[place.code] += 4
    for signature in CITY_END.finditer(text):
        for place in find_places(signature[0]):
            weights[place.code] += 6
    return weights


def _own_places(text: str) -> Iterator[Place]:
    """Yield the places of a text that are not named as places to learn from."""
    places = list(find_places(text))
    for place, after in zip_longest(places, places[1:]):
        if place.code.startswith(OUTSIDE):
            continue
        if after and after.start == place.end and place.code in gazetteer().lineage(after.code):
            continue
        clause = CLAUSE_STOP.split(text[max(0, place.start - CLAUSE) : place.start])[-1]
        if ELSEWHERE.search(clause) or text.startswith("等地", place.end) or _in_list_of_elsewhere(text, place.end):
            continue
        yield place


def _in_list_of_elsewhere(text: str, end: int) -> bool:
    ahead = text[end : end + 24]
    return bool(
        re.match(
            r"(?:[、和][\u4e00-\u9fff]{2,4}){0,6}等(?:地|省|市|城市|先进)[\u4e00-\u9fff]{0,6}(?:经验|做法|模式)?", ahead
        )
    )


def _own_level(text: str) -> str | None:
    """Tell which level speaks of itself (全市, 我省), None when no level does clearly."""
    names = gazetteer().by_name
    counts = {
        level: sum(
            not any(text[match.start() - size : match.start() + 1] in names for size in (2, 3, 4))
            for match in pattern.finditer(text)
        )
        for level, pattern in SELF.items()
    }
    level = max(counts, key=lambda key: counts[key])
    return level if counts[level] >= 1 else None


def _place_of_title(title: str, text: str, issuer: str) -> str | None:
    """Return the narrowest place of a title, if all that it names lie in one line.

    The short name of a county counts here when the text has its full name (浏阳 in the title, 浏阳市 in the text), or
    names it again and its prefecture, too.
    """
    places = gazetteer()
    codes = {place.code for place in _own_places(title)}
    for named in find_short_names(title):
        counties = [code for code in named if places.level_of(code) == "county"]
        told = [code for code in counties if places.name_of(code) in text or _is_named_again(code, text, issuer)]
        codes |= set(told) if len(told) == 1 else set()
    narrow = [code for code in codes if all(other in gazetteer().lineage(code) for other in codes)]
    return narrow[0] if narrow else None


def _is_named_again(county: str, text: str, issuer: str) -> bool:
    """Tell whether a text names the prefecture of a county and, more than once, the county by its short name."""
    city = gazetteer().parent(county)
    if city is None or not any(city in gazetteer().lineage(place.code) for place in find_places(f"{issuer}\n{text}")):
        return False
    return sum(place.code == county for place in find_places(text, within=city)) > 1


def _descend(weights: Counter[str], own: str | None, start: str | None) -> str | None:
    """Walk down from the place of the title, or the nation, while one division holds most of the weight below."""
    places = gazetteer()
    below: Counter[str] = Counter()
    for named, weight in weights.items():
        for area in places.lineage(named):
            below[area] += weight
    code = start
    enough = ENOUGH if own is None else ENOUGH - 1
    while True:
        children = {area: weight for area, weight in below.items() if places.parent(area) == code}
        total = sum(children.values())
        if not children:
            return code
        best = max(children, key=lambda area: (children[area], area))
        if children[best] < SHARE * total or (code is None and children[best] < enough):
            return code
        if code is not None and not _goes_down(code, best, children[best], weights[code], own):
            return code
        code = best


def _goes_down(code: str, best: str, weight: int, here: int, own: str | None) -> bool:
    """Decide whether the document belongs to the child rather than to the whole."""
    places = gazetteer()
    if own == "province" and places.level_of(code) == "province":
        return weight >= 3 * here and here == 0 and weight >= 12
    if own == "city" and places.level_of(code) == "city":
        return places.name_of(best).endswith("市") and weight >= 3 * here
    if own == "city" and places.level_of(code) == "province":
        return weight * 2 >= here and code not in MUNICIPALITIES
    return weight >= here
