"""The area whose authorities a document is about or from (codebook, part 6): issuers first, then number, title and text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from policytext.extract.metadata.found import Found
from policytext.extract.metadata.issuers import are_central, common_area, leads_departments, opens_central, places_of
from policytext.extract.metadata.numbers import NATION, places_of_number, province_of_number
from policytext.extract.metadata.publisher import DATELINE
from policytext.extract.metadata.words import pattern, word_list
from policytext.extract.places import AUTHORITY, MUNICIPALITIES, Place, find_places, find_short_names, gazetteer
from policytext.text import AlignedText

# 学习借鉴厦门、深圳、北京等地经验; 对标上海; 赴浙江考察: places to learn from.
ELSEWHERE = "⟨elsewhere⟩"
# 厦门、深圳等地的做法 behind the first of the places.
LIST_OF_ELSEWHERE = re.compile(r"(?:[、和][\u4e00-\u9fff]{2,4}){0,6}等(?:地|省|市|城市|先进)")
# 全市, 我市, 本市, 市委: which level speaks of itself.
SELF = {
    "province": re.compile(r"(?:全|我|本)省|全区各盟市|自治区党委"),
    "city": re.compile(r"(?:全|我|本)[市州]|(?:(?<!城)市|州)委(?!托)|[市州]政府"),
    "county": re.compile(
        r"(?:全|我|本)[县旗]|县(?:委(?!托)|政府)|(?<![市地社园辖街])区委(?!托)|(?<![市县自地社])区政府"
        r"|(?<=[，。、由向和\n])区(?:[\u4e00-\u9fff]{2,8}局|检察院|法院|工商联|纪委)"
    ),
}
NATIONAL = re.compile(
    r"国务院(?:办公厅)?(?:关于|令|公报)|^国务院|中共中央|全国人民代表大会常务委员会(?:关于|公报)|国家[\u4e00-\u9fff]{2,10}[局委部](?:关于|公告)"
)
# Who acts for the nation at the head of a title, besides its bodies: 国家主席…, 十四届全国人大一次会议….
NATIONAL_BODY = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}届)?(?:国务院|中共中央|全国(?:人大|政协|人民代表大会)|国家(?:主席|[\u4e00-\u9fff]{2,10}?[委局署]))"
)
# Matches 国务院联防联控机制召开新闻发布会, 国新办举行…, 国家卫生健康委发布…. Not: 国务院《…》.
NATIONAL_ACT = r"(?:国务院|国新办|国家[\u4e00-\u9fff]{2,10}?[委局署])[\u4e00-\u9fff、]{0,16}?⟨news⟩"
CAPITAL = "110000"
CITY_END = re.compile(r"\n[^\n，。；：]{0,30}\n{0,3}\d{4}年\d{1,2}月\d{1,2}日")
# What may be a title at the head of a text without one: up to the word for the genre, else the first line.
HEAD = r"\s*(?:[^\n。]{4,60}?⟨genre⟩|[^\n。，]{4,40}(?=\n))"
# Matches 30个省区市, 三省一市, 多省, 各省（区、市） in titles that are about more than one. Not: 8个省直部门.
SEVERAL = re.compile(
    r"(?:\d{1,2}|[两二三四五六七八九十]{1,3})个?省(?:区市|份|市(?![级直])|一[市区]|[、（])|[多各]个?省(?!直)"
)
# Where a meeting is held: 推进会在沈阳召开; of whom it is: 全省, 全市. Not: 全省首家.
VENUE = re.compile(r"在(?P<place>[\u4e00-\u9fff]{2,20}?)(?:召开|举行|举办|开幕)")
WHOLE = re.compile(r"全(?P<level>[国省市县])(?!首|第|唯|最)")
LEVEL_OF = {"省": "province", "市": "city", "县": "county"}
# Places outside the mainland's divisions are named often and are never the area of a document here.
OUTSIDE = ("71", "81", "82")
# A document names its area where it opens and where it is signed.
OPENING, ENDING = 120, 80
ENOUGH, SHARE = 3, 0.7
CLAUSE = 80  # how far back the clause of a place is looked at
CLAUSE_STOP = re.compile("[。；！？\n，]")


def find_area(
    text: AlignedText,
    *,
    issuers: Sequence[Found],
    number: Found | None,
    title: Found | None,
    subtitle: Found | None = None,
    publisher: Found | None,
) -> Found | None:
    """Return the division code, with the words that decided: a name, a number, or a place in title or text.

    >>> issuer = Found.of(AlignedText.of("大连市商务局"), "signature")
    >>> area = find_area(AlignedText.of("学习借鉴深圳经验。"), issuers=[issuer], number=None, title=None, publisher=None)
    >>> area.value, area.words.text, area.rule
    ('210200', '大连市', 'issuer')
    """
    placed = places_of(issuers)
    if placed or are_central(issuers):
        return common_area(placed)
    said = "\n".join(found.value for found in (number, publisher, *issuers[:1]) if found)
    headline = "\n".join(found.value for found in (title, subtitle) if found)
    code = guess_jurisdiction(headline or None, said, DATELINE.sub("", text.text))
    if code is None:
        province = province_of_number(number.value) if number else None
        return Found(province, number.words, "document number") if number and province else None
    prefix = places_of_number(number.value) if number else ()
    if number and len(prefix) == 1 and prefix[0] in gazetteer().lineage(code):
        return Found(code, number.words, "document number prefix")
    for found, rule in ((title, "title"), (subtitle, "subtitle"), (publisher, "publisher")):
        if found and (mention := _mention(found.words, code)):
            return Found(code, mention, rule)
    return Found(code, _mention(text, code) or text[:0], "text")


def _mention(words: AlignedText, code: str) -> AlignedText | None:
    """Return the first place in the words that is the area, else one inside it."""
    inside = None
    for place in (*find_places(words.text, within=code), *find_places(words.text)):
        if place.code == code:
            return words[place.start : place.end]
        if inside is None and code in gazetteer().lineage(place.code):
            inside = words[place.start : place.end]
    return inside


def guess_jurisdiction(title: str | None, issuer: str | None, text: str) -> str | None:
    """Name the narrowest area whose authorities the document is about or from, as a six-digit code.

    ``issuer`` is the publisher or the document number, or both on two lines. Documents of central organs, documents
    about two provinces, and those that never name their area have none.

    >>> guess_jurisdiction(None, "辽委发〔2022〕3号", "")
    '210000'
    >>> guess_jurisdiction("大连召开会议", None, "市委政法委要求，学习借鉴厦门、深圳等地经验。")
    '210200'
    """
    head = pattern(HEAD).match(text)
    title, issuer = title or (head[0] if head else ""), issuer or ""
    for line in issuer.splitlines():
        codes = places_of_number(line) if "号" in line else ()
        if codes == (NATION,):
            return None
        if len(codes) == 1:
            return _narrow(codes[0], title)
    if _is_of_the_nation(title, issuer, text):
        return None
    several = SEVERAL.search(title)
    if several and (title[: several.start()].endswith("等") or not any(find_places(title[: several.start()]))):
        return None
    named = _place_of_title(title, text, issuer)
    code = named or _descend(_weigh(title, issuer, text), _own_level(title + "\n" + text))
    if code is None:
        return None
    return _of_the_whole(code if named else _of_the_account(issuer, text, code), title)


def _of_the_whole(code: str, title: str) -> str | None:
    """Go up from the place where a meeting is held to the area that the title speaks of: 全省推进会在沈阳召开."""
    whole, venue = WHOLE.search(title), VENUE.search(title)
    if whole is None or venue is None or all(place.code != code for place in find_places(venue["place"], within=code)):
        return code
    level = LEVEL_OF.get(whole["level"])
    return next((area for area in gazetteer().lineage(code) if gazetteer().level_of(area) == level), None)


def _of_the_account(issuer: str, text: str, code: str) -> str:
    """Go down to the county that an authority's account bears in its name, if the text names it: 平安麒麟 in 曲靖."""
    for line in issuer.splitlines():
        if line.endswith(tuple(word_list("media"))):
            continue
        named = {each for codes in find_short_names(line) for each in codes if code in gazetteer().lineage(each)[1:]}
        if len(named) == 1 and any(place.code in named for place in find_places(text, within=code)):
            return named.pop()
    return code


def _is_of_the_nation(title: str, issuer: str, text: str) -> bool:
    """Tell whether a text is a national body's, or is about what one did and names no place as it opens.

    Beijing is where such bodies meet.
    """
    if NATIONAL.search(title) or NATIONAL.search(issuer) or (not title and NATIONAL.search(text[:OPENING])):
        return True
    if leads_departments(title) and not any(find_places(title)):
        return True
    opening = re.split("[。！？\n]", text.removeprefix(title).lstrip()[:OPENING])[0]
    titled = NATIONAL_BODY.match(title) is not None or opens_central(title)
    if not titled and (not pattern(NATIONAL_ACT).search(opening) or _own_level(text)):
        return False
    named = {place.code for place in find_places(f"{title}\n{issuer}\n{opening}")}
    return named <= {CAPITAL} and not any(find_places(title))


def _narrow(code: str, title: str) -> str:
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
    for place in (place for signature in CITY_END.finditer(text) for place in find_places(signature[0])):
        weights[place.code] += 6
    return weights


def _own_places(text: str, *, within: str | None = None) -> Iterator[Place]:
    """Yield the places of a text that are not named as places to learn from."""
    places = list(find_places(text, within=within))
    for place, after in zip_longest(places, places[1:]):
        if place.code.startswith(OUTSIDE):
            continue
        if after and after.start == place.end and place.code in gazetteer().lineage(after.code):
            continue
        clause = CLAUSE_STOP.split(text[max(0, place.start - CLAUSE) : place.start])[-1]
        if pattern(ELSEWHERE).search(clause) or LIST_OF_ELSEWHERE.match(text, place.end):
            continue
        yield place


def _own_level(text: str) -> str | None:
    """Tell which level speaks of itself (全市, 我省), None when no level does clearly."""
    names = gazetteer().by_name
    counts = {
        level: sum(
            not any(text[match.start() - size : match.start() + 1] in names for size in (2, 3, 4))
            for match in cue.finditer(text)
        )
        for level, cue in SELF.items()
    }
    level = max(counts, key=lambda key: counts[key])
    return level if counts[level] else None


def _place_of_title(title: str, text: str, issuer: str) -> str | None:
    """Return the narrowest place of a title, if all that it names lie in one line, else the one that holds all others.

    Short names count if they mean the place, and where a meeting is held only if the area around it is not named.
    """
    places = gazetteer()
    named = list(_own_places(title))
    if named:  # 朝阳区…服务长春企业: the place behind it settles which
        known, names = {place.code for place in named}, places.by_name
        again = _own_places(title, within=named[-1].code)
        named += [place for place in again if place.code not in known and title[place.start : place.end] in names]
    venue = VENUE.search(title)
    outside = {place.code for place in named if not (venue and venue.start() < place.start < venue.end())}
    codes = {place.code for place in named if not outside.intersection(places.lineage(place.code)[1:]) or not venue}
    codes |= outside
    for meant in find_short_names(title):
        told = {code for code in meant if places.level_of(code) == "county" and _is_meant(code, title, text, issuer)}
        codes |= told if len(told) == 1 else set()
    narrow = [code for code in codes if all(other in places.lineage(code) for other in codes)]
    holds_all = [code for code in codes if all(code in places.lineage(other) for other in codes)]
    return next(iter(narrow + holds_all), None)


def _is_meant(county: str, title: str, text: str, issuer: str) -> bool:
    """Tell whether a short name in a title means a county.

    It does where the text has its full name (浏阳 in the title, 浏阳市 in the text), or where its prefecture is named and
    the text has the short name twice more, or the title opens with it and the text names no other county.
    """
    if gazetteer().name_of(county) in text:
        return True
    city, text = gazetteer().parent(county), text.replace(title, "", 1)
    if city is None or not (
        any(city in codes for codes in find_short_names(issuer))
        or any(city in gazetteer().lineage(place.code) for place in find_places(text))
    ):
        return False
    named = Counter(place.code for place in find_places(text, within=city))
    opens = any(place.code == county and not place.start for place in find_places(title, within=city))
    return named[county] > 1 or (opens and not set(named) - {county, city})


def _descend(weights: Counter[str], own: str | None) -> str | None:
    """Walk down from the nation while one division holds most of the weight below."""
    places = gazetteer()
    below: Counter[str] = Counter()
    for named, weight in weights.items():
        for area in places.lineage(named):
            below[area] += weight
    code: str | None = None
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
