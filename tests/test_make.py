"""The Makefile: one failing check hides no other."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]


@pytest.mark.skipif(not (HOME / "Makefile").is_file(), reason="the Makefile is not part of this copy")
@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize(
    ("failing", "said"),
    [
        pytest.param((), "", id="all well"),
        pytest.param(("ruff",), "failed: lint", id="style"),
        pytest.param(("ruff", "pytest"), "failed: lint tests", id="style and tests"),
        pytest.param(("mypy",), "failed: types", id="types"),
    ],
)
def test_make_test_runs_every_check_and_fails_at_the_end(tmp_path, failing, said):
    bin_ = tmp_path / "venv" / "bin"
    bin_.mkdir(parents=True)
    for name in ("python", "ruff", "mypy", "pytest"):
        (bin_ / name).write_text(f"#!/bin/sh\necho ran {name}\nexit {int(name in failing)}\n", "utf-8")
        (bin_ / name).chmod(0o755)
    (tmp_path / "venv" / ".installed-dev").touch()  # newer than pyproject.toml: nothing is installed
    done = subprocess.run(
        ["make", "test", f"VENV={tmp_path / 'venv'}"],  # noqa: S607 - whichever make the machine has
        cwd=HOME,
        env={name: value for name, value in os.environ.items() if "MAKE" not in name},  # a make may run this test
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == bool(failing)
    assert [line for line in done.stdout.splitlines() if line == "ran pytest"] == ["ran pytest"]
    assert "ran mypy" in done.stdout
    assert [line for line in done.stderr.splitlines() if line.startswith("failed:")] == ([said] if said else [])
