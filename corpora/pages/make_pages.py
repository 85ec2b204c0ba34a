# ruff: noqa: INP001 - a folder of data with its script, not a package
"""Make invented Chinese policy and news pages whose boilerplate is known to the character.

Everything a page says comes from the text files beside this module: `topics.txt` (sentences), `forms.txt` (how sentences
become an article), `styles.html.txt` (how an article becomes markup), `snippets.html.txt` (furniture that pages share),
`words.txt` (lists) and `templates/*.html.txt` (one file per kind of page). README.md describes the mini markup.
"""

import argparse
import datetime as dt
import html as html_entities
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent

KINDS = {
    "nav": "navigation",
    "front": "front_matter",
    "credits": "credits",
    "cap": "caption",
    "spam": "spam",
    "dup": "duplicate",
}
CHINESE = "零一二三四五六七八九十"

# Elements whose text no reader sees are skipped whole. The last branch reads quoted attribute values as one, for a value
# may hold `>`. Every branch has one way to match a character, so a page is scanned in linear time.
TAG = re.compile(
    r"""<!--.*?-->
      | <(?P<unseen>head|script|style|title|textarea|noscript)\b[^>]*>.*?</(?P=unseen)\s*>
      | <[!?][^>]*>
      | </?(?P<name>[a-z][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "big",
        "em",
        "font",
        "i",
        "img",
        "input",
        "label",
        "o:p",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "wbr",
    }
)
CELLS = frozenset({"td", "th"})
SPACE = r"(?:\s|&nbsp;|&emsp;|&ensp;|&\#160;|\u3000|\u200b|\ufeff)*"
WORDS_OF_RUN = re.compile(rf"{SPACE}(?P<words>.*?){SPACE}\Z", re.DOTALL)

Node = str | tuple[str, str, tuple["Tree", ...]]
Tree = tuple[Node, ...]
Piece = tuple[str, str | None]


@dataclass(frozen=True)
class Page:
    """One invented page and what is true of it.

    `spans` are half-open code point ranges of `html` with their kind of boilerplate, in order and without overlap; each
    covers one run of visible text between tags. `main` is all other visible text, one line per block.
    """

    name: str
    html: str
    encoding: str
    spans: list[tuple[int, int, str]]
    main: str
    title: str | None
    published: str | None
    publisher: str | None


@dataclass
class Draft:
    """What one page has drawn so far: its random numbers, facts, sentences left and counters."""

    rng: random.Random
    facts: dict[str, str]
    topics: list[str]
    left: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    blocks: list[tuple[str, str]] = field(default_factory=list)


# ---------------------------------------------------------------- the mini markup


def parse_markup(source: str) -> Tree:
    """Read `{{op argument|body||body}}` into nodes.

    >>> parse_markup("a{{maybe 50|b{{title}}}}")
    ('a', ('maybe', '50', (('b', ('title', '', ())),)))
    """
    stack: list[list[list[Node]]] = [[[]]]
    heads: list[str] = []
    for mark in re.split(r"(\{\{[^{}|]*\|?|\|\||\}\})", source):
        if mark.startswith("{{"):
            heads.append(mark[2:])
            stack.append([[]])
        elif mark == "}}":
            head, bodies = heads.pop(), stack.pop()
            op, _, argument = head.rstrip("|").partition(" ")
            inner = tuple(tuple(body) for body in bodies) if head.endswith("|") else ()
            stack[-1][-1].append((op, argument, inner))
        elif mark == "||" and heads:
            stack[-1].append([])
        elif mark:
            stack[-1][-1].append(mark)
    if heads:
        raise ValueError(f"unclosed {{{{{heads[-1]}: each needs its }}}}")
    return tuple(stack[0][0])


@cache
def read_sections(file: str) -> dict[str, str]:
    """Read a data file of `[name]` sections; lines with `#` before the first section are comments."""
    parts = re.split(r"^\[(.+?)\]\n", (HERE / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def read_trees(file: str) -> dict[str, Tree]:
    """Read a data file of `[name]` sections, each parsed as mini markup."""
    return {name: parse_markup(text.rstrip("\n")) for name, text in read_sections(file).items()}


@cache
def read_words() -> dict[str, list[Tree]]:
    """Read the lists of `words.txt`, one entry a line."""
    return {
        name: [parse_markup(line) for line in text.split("\n") if line]
        for name, text in read_sections("words.txt").items()
    }


@cache
def read_topics() -> dict[str, dict[str, list[str]]]:
    """Read the sentences of `topics.txt`: topic, then kind of sentence, then the sentences."""
    topics: dict[str, dict[str, list[str]]] = {}
    for topic, text in read_sections("topics.txt").items():
        kinds = topics.setdefault(topic, {})
        for line in filter(None, text.split("\n")):
            kind, _, sentence = line.partition(" ")
            kinds.setdefault(kind, []).append(sentence)
    return topics


@cache
def read_styles() -> dict[str, dict[str, Tree]]:
    """Read the styles of `styles.html.txt`: style, then tag of block, then its markup."""
    return {
        style: {
            tag: parse_markup(markup) for tag, _, markup in (line.partition(" ") for line in text.split("\n") if line)
        }
        for style, text in read_sections("styles.html.txt").items()
    }


@cache
def read_template(name: str) -> tuple[dict[str, str], Tree]:
    """Read one template: `key: value` lines, a line `---`, then the page."""
    path = HERE / "templates" / f"{name}.html.txt"
    if not path.is_file():
        raise ValueError(f"unknown template {name!r}; available: {', '.join(list_templates())}")
    head, _, body = path.read_text(encoding="utf-8").partition("---\n")
    return dict(line.split(": ", 1) for line in head.splitlines() if line), parse_markup(body)


def list_templates() -> list[str]:
    """Name every template, in order."""
    return sorted(path.name.removesuffix(".html.txt") for path in (HERE / "templates").glob("*.html.txt"))


# ---------------------------------------------------------------- expanding it


def pick_number(draft: Draft, limits: str) -> int:
    """Draw from `3-8`; a single number stands for itself."""
    low, _, high = limits.partition("-")
    return draft.rng.randint(int(low), int(high or low))


def draw_sentence(draft: Draft, kind: str) -> str:
    """Take one unused sentence of a kind, from the present topic first, then from the others."""
    for topic in draft.topics:
        left = draft.left.get((topic, kind))
        if left is None:
            left = list(read_topics()[topic].get(kind, ()))
            draft.rng.shuffle(left)
            draft.left[topic, kind] = left
        if left:
            return left.pop()
    draft.left = {key: value for key, value in draft.left.items() if key[1] != kind}
    return draw_sentence(draft, kind)


def to_chinese(number: int) -> str:
    """Write 1 to 99 in Chinese digits.

    >>> [to_chinese(n) for n in (3, 10, 14, 21)]
    ['三', '十', '十四', '二十一']
    """
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else CHINESE[tens]) + ("十" if tens else "") + (CHINESE[ones] if ones else "")


def next_marker(draft: Draft, level: str) -> str:
    """Count one on at a level and begin again below it."""
    forms = {"章": "第{}章　", "条": "第{}条　", "1": "{}、", "2": "（{}）", "3": "{}.", "是": "{}是"}
    order = list(forms)
    # Articles of a statute count through all chapters; other markers begin again under each higher one.
    for lower in order[order.index(level) + 1 :]:
        if lower != "条":
            draft.counts[lower] = 0
    count = draft.counts[level] = draft.counts.get(level, 0) + 1
    return forms[level].format(count if level == "3" else to_chinese(count))


def reset_count(draft: Draft, level: str) -> str:
    """Begin a level again."""
    draft.counts[level] = 0
    return ""


def enrich(draft: Draft, text: str) -> str:
    """Dress a sentence in markup as editors do; its words stay the same."""
    dress = draft.facts["dress"]
    if dress == "links":
        return re.sub(
            "《.+?》",
            lambda m: f'<a href="/{draft.rng.randrange(10**6)}.html" target="_blank">{m[0]}</a>',
            text,
            count=1,
        )
    if dress == "digits":
        return re.sub(r"\d+(?:\.\d+)?", lambda m: f'<span lang="EN-US" style="font-family:仿宋">{m[0]}</span>', text)
    if dress == "bold":
        return re.sub("^.{4,30}?[。：]", lambda m: f"<strong>{m[0]}</strong>", text)
    if dress == "entities":
        return text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("—", "&mdash;")
    return text


def render_article(draft: Draft, argument: str, furniture: tuple[Tree, ...], kind: str | None) -> Iterator[Piece]:
    """Render the blocks of the article in a style; furniture goes once each after random paragraphs."""
    names, _, limit = argument.partition(" ")
    style = read_styles()[draft.rng.choice(names.split(","))]
    blocks = draft.blocks[: int(limit)] if limit else draft.blocks
    places = [draft.rng.randrange(len(blocks)) if blocks else 0 for _ in furniture]
    for number, (tag, text) in enumerate(blocks):
        before = draft.facts.get("t", "")
        draft.facts["t"] = text
        yield from expand(draft, style.get(tag) or read_styles()["plain"][tag], kind)
        yield "\n", kind
        draft.facts["t"] = before
        for place, tree in zip(places, furniture, strict=True):
            if place == number:
                yield from expand(draft, tree, kind)


def split_text(draft: Draft, separator: str, body: Tree, kind: str | None) -> Iterator[Piece]:
    """Expand a body once for each part of the text at hand."""
    whole = draft.facts["t"]
    for part in whole.split(separator):
        draft.facts["t"] = part
        yield from expand(draft, body, kind)
    draft.facts["t"] = whole


def shuffle_bodies(draft: Draft, bodies: tuple[Tree, ...]) -> Tree:
    """Put the alternatives one after the other in random order."""
    order = list(bodies)
    draft.rng.shuffle(order)
    return tuple(node for body in order for node in body)


def draw_fields(draft: Draft, kind: str) -> str:
    """Draw a sentence of several fields (head|text|bodies) for `{{f 0}}` and on."""
    draft.fields = draw_sentence(draft, kind).split("|")
    return ""


def next_topic(draft: Draft) -> str:
    """Move to the next topic and say its name."""
    draft.topics.append(draft.topics.pop(0))
    return draft.topics[0]


# What an operation does, by what it gives: a string, markup to expand, or one of its bodies.
STRINGS: dict[str, Callable[[Draft, str], str]] = {
    "int": lambda draft, limits: str(pick_number(draft, limits)),
    "hex": lambda draft, length: f"{draft.rng.randrange(16 ** int(length)):0{length}x}",
    "n": next_marker,
    "draw": draw_fields,
    "topic": lambda draft, _: next_topic(draft),
    "reset": reset_count,
    "rich": lambda draft, _: enrich(draft, draft.facts["t"]),
}
MARKUPS: dict[str, Callable[[Draft, str], Tree]] = {
    "word": lambda draft, name: draft.rng.choice(read_words()[name]),
    "cls": lambda draft, name: draft.rng.choice(read_words()[f"class-{name}" if draft.rng.random() < 0.6 else "class"]),
    "use": lambda _, name: read_trees("snippets.html.txt")[name],
    "piece": lambda draft, kind: parse_markup(draw_sentence(draft, kind)),
    "f": lambda draft, number: parse_markup(draft.fields[int(number)]),
}
BLOCKS: dict[str, Callable[[Draft, str, tuple[Tree, ...]], Tree]] = {
    "any": lambda draft, _, bodies: draft.rng.choice(bodies),
    "maybe": lambda draft, percent, bodies: bodies[0] if draft.rng.random() * 100 < int(percent) else (),
    "times": lambda draft, limits, bodies: bodies[0] * pick_number(draft, limits),
    "shuffle": lambda draft, _, bodies: shuffle_bodies(draft, bodies),
}


def expand(draft: Draft, tree: Tree, kind: str | None = None) -> Iterator[Piece]:
    """Turn nodes into pieces of text with their kind; inside a kind the outer one wins."""
    for node in tree:
        if isinstance(node, str):
            yield node, kind
            continue
        op, argument, bodies = node
        if op in KINDS:
            yield from expand(draft, bodies[0], kind or KINDS[op])
        elif op in BLOCKS:
            yield from expand(draft, BLOCKS[op](draft, argument, bodies), kind)
        elif op in MARKUPS:
            yield from expand(draft, MARKUPS[op](draft, argument), kind)
        elif op == "article":
            yield from render_article(draft, argument, bodies, kind)
        elif op == "each":
            yield from split_text(draft, argument or "|", bodies[0], kind)
        elif op in STRINGS:
            yield STRINGS[op](draft, argument), kind
        elif op in draft.facts:
            yield draft.facts[op], kind
        else:
            raise ValueError(f"unknown operation {op!r}; see README.md")


def expand_text(draft: Draft, tree: Tree) -> str:
    """Expand nodes to a plain string."""
    return "".join(text for text, _ in expand(draft, tree))


# ---------------------------------------------------------------- facts, article, page


def draw_facts(draft: Draft) -> None:
    """Fix what a page says of itself: place, bodies, dates, names, address."""
    rng, facts = draft.rng, draft.facts
    province, city, county = expand_text(draft, rng.choice(read_words()["place"])).split("|")
    signed = dt.date(2016, 1, 1) + dt.timedelta(days=rng.randrange(3200))
    shown = signed + dt.timedelta(days=rng.choice((0, 0, 1, 2, 5, 11)))
    clock = f"{rng.randint(7, 21):02}:{rng.randrange(60):02}"
    facts.update(province=province, city=city, county=county, year=str(signed.year), next=str(signed.year + 2))
    facts.update(signed=f"{signed.year}年{signed.month}月{signed.day}日", signediso=signed.isoformat())
    facts.update(pub=shown.isoformat(), clock=clock, pubtime=f"{shown} {clock}", pubslash=f"{shown:%Y/%m/%d}")
    facts.update(pubcn=f"{shown.year}年{shown.month:02}月{shown.day:02}日", pubcompact=f"{shown:%Y%m%d}")
    facts["dress"] = rng.choice(("", "", "links", "digits", "bold", "entities"))
    for fact in ("org", "site", "source", "editor", "reporter", "domain", "column", "docno"):
        facts[fact] = expand_text(draft, rng.choice(read_words()[fact]))


def write_article(draft: Draft, form: str) -> None:
    """Compose the article of a form: its title, then blocks of (tag, text)."""
    lines = expand_text(draft, read_trees("forms.txt")[form]).split("\n")
    blocks = [(tag, text) for tag, _, text in (line.partition(" ") for line in lines if line.strip())]
    draft.facts["title"] = blocks[0][1]
    draft.blocks = blocks[1:]


def split_visible(html: str, regions: list[tuple[int, int, str]]) -> tuple[list[tuple[int, int, str]], str]:
    """Part the visible text of a page into spans of boilerplate and the main text, one line per block."""
    spans: list[tuple[int, int, str]] = []
    main: list[str] = []
    edges = iter([*regions, (len(html), len(html), "")])
    start, end, kind = next(edges)
    place = 0
    for match in [*TAG.finditer(html), None]:
        stop = match.start() if match else len(html)
        while place < stop:
            while end <= place and kind:
                start, end, kind = next(edges)
            inside = kind and start <= place
            limit = min(stop, end if inside or not kind else start)
            words = WORDS_OF_RUN.match(html, place, limit)
            if inside and words and words["words"]:
                spans.append((*words.span("words"), kind))
            elif not inside:
                main.append(re.sub(r"\s+", " ", html_entities.unescape(html[place:limit])))
            place = limit
        if match:
            place = match.end()
            name = (match["name"] or "a").lower()
            main.append("" if name in INLINE else "\t" if name in CELLS else "\n")
    lines = (re.sub(r"[\s\u200b\ufeff]+", " ", line).strip() for line in "".join(main).split("\n"))
    return spans, "\n".join(filter(None, lines))


def make_page(template: str, seed: int) -> Page:
    """Make the page of a template and a seed; the same two always give the same page.

    Raises ValueError where no such template is there.

    >>> page = make_page("print-view", 1)
    >>> start, end, kind = page.spans[0]
    >>> page.html[start:end], kind
    ('打印本页', 'navigation')
    """
    head, tree = read_template(template)
    rng = random.Random(f"{template}:{seed}")  # noqa: S311 - pages must repeat, nothing here is secret
    topics = list(read_topics())
    rng.shuffle(topics)
    draft = Draft(rng, {}, topics)
    draw_facts(draft)
    write_article(draft, rng.choice(head["form"].split()))
    regions: list[tuple[int, int, str]] = []
    texts: list[str] = []
    place = 0
    for text, kind in expand(draft, tree):
        piece = text.replace("\n", "\r\n") if head.get("newline") == "crlf" else text
        texts.append(piece)
        if kind and regions and regions[-1][1:] == (place, kind):
            regions[-1] = (regions[-1][0], place + len(piece), kind)
        elif kind and piece:
            regions.append((place, place + len(piece), kind))
        place += len(piece)
    html = "".join(texts)
    spans, main = split_visible(html, regions)
    facts: dict[str, str | None] = {**draft.facts, "none": None}
    # A page without a publishing line is dated by the signature of its article, where that bears one.
    if draft.facts["signed"] not in main:
        facts["signediso"] = None
    return Page(
        name=f"{template}-{seed}",
        html=html,
        encoding=head.get("encoding", "utf-8"),
        spans=spans,
        main=main,
        title=facts[head.get("title", "title")],
        published=facts[head.get("published", "pub")],
        publisher=facts[head.get("publisher", "source")],
    )


def write_pages(folder: Path, seeds: int) -> int:
    """Write each template with seeds 0, 1, … and `gold.jsonl`; return the number of pages."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [make_page(template, seed) for template in list_templates() for seed in range(seeds)]
    with (folder / "gold.jsonl").open("w", encoding="utf-8", newline="\n") as gold:
        for page in pages:
            # Pages that declare gb2312 hold characters beyond it, as real ones do: browsers read them as GB 18030.
            codec = "utf-8" if page.encoding == "utf-8" else "gb18030"
            (folder / f"{page.name}.html").write_bytes(page.html.encode(codec))
            facts = {key: value for key, value in vars(page).items() if key != "html"}
            gold.write(json.dumps({**facts, "file": f"{page.name}.html"}, ensure_ascii=False) + "\n")
    return len(pages)


def main() -> None:
    """Read the command line and write the pages."""
    parser = argparse.ArgumentParser(description="Write invented pages and what is true of them.")
    parser.add_argument("--out", type=Path, required=True, help="folder for NAME-SEED.html and gold.jsonl")
    parser.add_argument("--seeds", type=int, default=3, help="pages per template (default 3)")
    options = parser.parse_args()
    write_pages(options.out, options.seeds)


if __name__ == "__main__":
    main()
