"""Numbers that cross modules say their unit, and a name means one thing."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coach
from coach.units import Decibels, power_ratio

HERE = Path(coach.__file__).parent
UNIT_IN_NAME = re.compile(r"(^|_)(db|dbfs|ms|ppm|percent|minutes?|seconds|index)$")
UNIT_IN_CLASS = re.compile(r"count from 1|in units|units of|inside a rectangle|seen from|by `[a-z_]+`", re.I)


def _classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in sorted(HERE.rglob("*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield path, node


def _is_record(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(one) for one in node.decorator_list) or any(
        "Struct" in ast.unparse(base) for base in node.bases
    )


def _bare(node: ast.ClassDef) -> Iterator[str]:
    """Fields that are a plain number, with nothing in type, name or docstring that says of what."""
    for here, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(here, ast.AnnAssign) and re.search(r"^(int|float)\b", ast.unparse(here.annotation)):
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if not told and not UNIT_IN_NAME.search(ast.unparse(here.target)):
                yield ast.unparse(here.target)


def test_every_number_of_a_record_has_a_unit() -> None:
    bare = [
        f"{path.relative_to(HERE)}: {node.name}.{name}"
        for path, node in _classes()
        if _is_record(node) and not UNIT_IN_CLASS.search(ast.get_docstring(node) or "")
        for name in _bare(node)
    ]
    assert bare == []


def test_no_two_public_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, node in _classes():
        places[node.name].append(str(path.relative_to(HERE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_three_decibels_are_twice_the_power() -> None:
    assert round(power_ratio(Decibels(3.0)), 1) == 2.0
    assert power_ratio(Decibels(-10.0)) == 0.1
