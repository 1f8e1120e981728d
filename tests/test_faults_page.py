"""Asserts docs/faults.md: every row names a test that is one of faults, and every test of faults has a row."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`tests/" in line]


def named() -> set[str]:
    return set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", PAGE))


def marked() -> set[str]:
    found: set[str] = set()
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        whole = any(isinstance(node, ast.Assign) and "mark.faults" in ast.unparse(node) for node in tree.body)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = any("mark.faults" in ast.unparse(each) for each in node.decorator_list)
                if whole or own:
                    found.add(f"{path.relative_to(ROOT)}::{node.name}")
    return found


def test_each_row_has_a_test_of_faults_and_each_test_of_faults_a_row() -> None:
    assert named() == marked()


def test_the_table_has_at_least_thirty_rows_each_with_what_happens() -> None:
    assert len(ROWS) >= 30
    assert all(len(row.split("|")) == 6 and row.split("|")[2].strip() for row in ROWS), ROWS
