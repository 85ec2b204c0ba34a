"""What stands before a body's name: the place or the rank (大连市|公安局, 市|公安局), and which place a rank means."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from policytext.extract.places import MUNICIPALITIES, WORD_NAMES, Place, find_places, gazetteer
from policytext.model import Level

UNITS = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "州", "盟", "旗", "镇", "乡")
LONGEST_NAME = 15
# A letter before the rank that makes it another word: 城市, 社区, 开发区, 节省.
NO_RANK = {
    "地区": "各全本该等山海民村困部方洲亚欧湾",
    "省": "节全各外两多跨副部",
    "市": "城列辖全各县区省我本该",
    "区": "社园辖地校景市发新山城老牧库林灾战郊小度域片厂港街矿税导范全各我本该治特功县",
    "县": "全各郡市区省",
    "州": "全各神亚九治贵广苏杭福郑兰徐常扬泰温台湖沧亳滁宿池赣德滨荆随郴永惠梅潮柳梧贺钦崇泸达衢",
    "盟": "联同结加欧全各东",
    "旗": "红国全各战",
    "镇": "乡城全各",
    "乡": "城全各",
}
# Words before a rank or a body that make it a kind: 各市, 有关县, 上级法院, 市、县（区）政府; not 市委、市政府.
KIND_LEFT = re.compile(
    r"(?:各|各级|各地|每个|有关|相关|所有|其他|其它|上级|下级|上下级|同级|当地|属地|所在地?|两级|三级|基层|地方|辖区|本级|部分|多个|一些|兄弟|周边"
    r"|不同|设区的|较大的|地级以上|县级以上|副省级|地级|县级|兵团|异地|外地|[全我各本][省市县区州国]|各区市县|各县市区|[0-9一二三四五六七八九十两]+[家个]|[省市县区州旗镇乡级](?:）、?|[、/和及与（(][省市县区州旗]?[、（）]?))$"
)


HAN = re.compile(r"[\u4e00-\u9fff]")
# 大连市|第十七届|人民代表大会
SESSION = re.compile(r"第[一二三四五六七八九十百0-9]{1,5}届$")
# 中国（苏州）|知识产权保护中心
BRACKET = re.compile(r"中国（(?P<place>[\u4e00-\u9fff]{2,8})）$")


@dataclass(frozen=True, slots=True)
class Prefix:
    """The place (a code) or the rank (省, 市 …) before a body; ``start`` is where the name begins.

    ``kind``: the words before make it a kind (各市); ``whole``: the name that follows is official as it stands.
    """

    start: int
    code: str | None
    unit: str | None
    kind: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A text with the places that it names, and the area of the whole document."""

    text: str
    places: tuple[Place, ...]
    jurisdiction: str | None

    @classmethod
    def of(cls, text: str, jurisdiction: str | None) -> Surroundings:
        """Find the places of a text."""
        return cls(text, tuple(find_places(text, within=jurisdiction)), jurisdiction)

    def names(self, position: int) -> bool:
        """Tell whether a place begins at a position: 和县 is one, and 和|县 none in 市局和县局."""
        index = bisect_left(self.places, position, key=lambda place: place.start)
        return index < len(self.places) and self.places[index].start == position

    def before(self, position: int, reach: int = 1500) -> Iterator[str]:
        """Yield the codes of the places named before a position, nearest first."""
        index = bisect_left(self.places, position, key=lambda place: place.start)
        while index and self.places[index - 1].start >= position - reach:
            index -= 1
            yield self.places[index].code

    def settle(self, codes: tuple[str, ...], position: int) -> str | None:
        """Choose among places of one name by the document's area, then by the places named before."""
        if len(codes) == 1:
            return codes[0]
        places = gazetteer()
        for context in (self.jurisdiction, *self.before(position)):
            for area in places.lineage(context) if context else ():
                inside = [code for code in codes if area in places.lineage(code)]
                if len(inside) == 1:
                    return inside[0]
                if inside:
                    break
        return None

    def resolve(self, unit: str, position: int) -> str | None:
        """Return the place that a rank means here: that of the document, else the last one named.

        A paragraph that names three or more places of the rank leaves it open.
        """
        if self.jurisdiction:
            for code in gazetteer().lineage(self.jurisdiction):
                if _has_rank(code, unit):
                    return code
        line = self.text.rfind("\n", max(0, position - 1500), position)
        here = list(dict.fromkeys(self._ranked(unit, position, position - line if line >= 0 else 600)))
        if here:
            return here[0] if len(here) <= 2 else None
        return next(self._ranked(unit, position, 1500), None)

    def _ranked(self, unit: str, position: int, reach: int) -> Iterator[str]:
        """Yield the places of a rank named before a position, nearest first."""
        for code in self.before(position, reach):
            area = next((area for area in gazetteer().lineage(code) if _has_rank(area, unit)), None)
            if area and self._inside(area):
                yield area

    def is_below(self, unit: str | None) -> bool:
        """Tell whether a rank without a known place lies below the document's area: 区政府 in a city's rules is a kind."""
        if unit is None or self.jurisdiction is None:
            return False
        order = ("province", "city", "county", "township")
        level = "city" if self.jurisdiction in MUNICIPALITIES else gazetteer().level_of(self.jurisdiction)
        return order.index(rank_level(unit)) > order.index(level)

    def _inside(self, code: str) -> bool:
        """Tell whether a place lies in the document's area or around it."""
        here = self.jurisdiction
        return here is None or here in gazetteer().lineage(code) or code in gazetteer().lineage(here)


def _has_rank(code: str, unit: str) -> bool:
    """Tell whether a division is called by the rank: 市 for cities of any level, 区 for districts."""
    places = gazetteer()
    name, level = places.name_of(code), places.level_of(code)
    if unit in ("省", "自治区"):
        return level == "province" and code not in MUNICIPALITIES
    if unit == "市":
        return name.endswith("市")
    if unit in ("州", "自治州"):
        return level == "city" and name.endswith("州")
    if unit == "区":
        return (level == "county" and name.endswith("区")) or name.endswith("自治区")
    if unit in ("县", "自治县"):
        return level == "county" and name.endswith("县")
    return name.endswith(unit)


def rank_level(unit: str) -> Level:
    """Return the level that a rank has where no place is known.

    >>> rank_level("市"), rank_level("区")
    ('city', 'county')
    """
    if unit in ("省", "自治区"):
        return "province"
    if unit in ("镇", "乡"):
        return "township"
    return "city" if unit in ("市", "州", "盟", "自治州", "地区") else "county"


def read_prefix(around: Surroundings, end: int, floor: int) -> Prefix | None:
    """Read the place or rank that ends at ``end``, not before ``floor``; None when there is none.

    >>> around = Surroundings.of("要求佛山市顺德区市场监管局", "440606")
    >>> read_prefix(around, 8, 0)
    Prefix(start=2, code='440606', unit=None, kind=False, whole=False)
    """
    text = around.text
    if text.startswith("届", end - 1) and (session := SESSION.search(text, max(floor, end - 7), end)):
        return read_prefix(around, session.start(), floor)
    named = _read_name(around, end, floor) or _read_bracket(around, end, floor)
    if named is not None:
        return named
    unit = next((unit for unit in UNITS if text.endswith(unit, floor, end)), None)
    if unit is None:
        return _read_short(around, end, floor)
    start = end - len(unit)
    if short := _read_short(around, start, floor, unit):
        return short
    if start > floor and text[start - 1] in NO_RANK.get(unit, ""):
        if text[start - 1] in "各全我本该市县区省":
            return Prefix(start, None, unit, kind=True)
        return _read_short(around, end, floor)
    if unit in ("州", "盟") and HAN.match(text, max(floor, start - 1), start) and not around.resolve(unit, start):
        return None
    if unit == "地区" and not around.resolve(unit, start):
        return None
    return Prefix(start, None, unit, kind=KIND_LEFT.search(text, max(0, start - 8), start) is not None)


def _read_bracket(around: Surroundings, end: int, floor: int) -> Prefix | None:
    """Read 中国（苏州）, which opens the names of national platforms; such a name stays as it stands."""
    match = BRACKET.search(around.text, max(floor, end - 14), end) if around.text.startswith("）", end - 1) else None
    places = gazetteer()
    codes = (places.by_short.get(match["place"]) or places.by_name.get(match["place"])) if match else None
    if match is None or codes is None:
        return None
    return Prefix(match.start(), around.settle(codes, end) or codes[0], None, whole=True)


def _read_name(around: Surroundings, end: int, floor: int) -> Prefix | None:
    """Read full names that end here: 佛山市顺德区 with the names of what encloses it."""
    places, text = gazetteer(), around.text
    if text[max(0, end - 2) : end] not in places.name_ends:
        return None
    for size in range(min(LONGEST_NAME, end - floor), 1, -1):
        codes = places.by_name.get(text[end - size : end])
        if not codes or ((size == 2 or text[end - size : end] in WORD_NAMES) and not around.names(end - size)):
            continue
        start = end - size
        outer = _read_outer(around, start, floor)
        code = None
        if outer and outer.code:
            inside = [found for found in codes if outer.code in places.lineage(found)]
            code, start = (inside[0], outer.start) if inside else (None, start)
        return Prefix(start, code or around.settle(codes, end - size), None)
    return None


def _read_outer(around: Surroundings, end: int, floor: int) -> Prefix | None:
    return _read_name(around, end, floor) or _read_short(around, end, floor)


def _read_short(around: Surroundings, end: int, floor: int, unit: str | None = None) -> Prefix | None:
    """Read the short name of a place that ends here, with its rank or without: 青岛|仲裁委员会, 恩施|州|法院."""
    places, text = gazetteer(), around.text
    if text[max(0, end - 2) : end] not in places.short_ends:
        return None
    for size in range(min(8, end - floor), 1, -1):
        word = text[end - size : end]
        codes = places.by_short.get(word)
        codes = tuple(code for code in codes or () if unit is None or _has_rank(code, unit))
        if not codes or (word in places.by_name and len(word) == 2 and word[-1] in "省市县区"):
            continue
        divisions = [places.by_code[code] for code in codes]
        upper = tuple(division.code for division in divisions if division.level != "county")
        near = tuple(division.code for division in divisions if _is_near(around, division.code, end))
        code = around.settle(near, end) if near else None
        if code is None and upper:
            code = upper[0]
        if code is None and len(codes) == 1 and divisions[0].bare:
            code = codes[0]
        if code is not None:
            return Prefix(end - size, code, None)
    return None


def _is_near(around: Surroundings, code: str, position: int) -> bool:
    """Tell whether the document's area, or a place named shortly before, is in the same prefecture."""
    if around.jurisdiction and not around.jurisdiction.endswith("0000"):
        return around.jurisdiction[:4] == code[:4]
    return any(found[:4] == code[:4] for found in around.before(position, 400) if not found.endswith("0000"))
