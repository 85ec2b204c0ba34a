"""The option that chooses taxonomies, by name or from files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from policytext.pipeline import Pipeline
    from policytext.taxonomy import Taxonomy

Schemes = Annotated[
    list[str] | None,
    typer.Option(
        "--taxonomy",
        metavar="NAME",
        help="A taxonomy to label by, instead of relation and four-environments: a name of 'policytext taxonomy list' or "
        "a file that ends in .toml; give it again for more.",
        show_default=False,
    ),
]


def read_scheme(name: str) -> Taxonomy:
    """Return a built-in taxonomy, or that of a file that ends in .toml."""
    from policytext.taxonomy import Taxonomy

    return Taxonomy.read(name) if name.endswith(".toml") else Taxonomy.load(name)


def with_schemes(names: list[str] | None, *, mainland: bool = False) -> Pipeline:
    """Return the default pipeline, with the named taxonomies if there are any."""
    from policytext.pipeline import default_pipeline

    pipeline = default_pipeline(mainland=mainland)
    return replace(pipeline, taxonomies=tuple(map(read_scheme, names))) if names else pipeline
