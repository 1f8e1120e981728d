"""Messages about files, as the tests compare them."""

import re


def without_column(message: str) -> str:
    """`message` without the column, which tests of its own assert."""
    return re.sub(r"(line \d+), column \d+", r"\1", message)
