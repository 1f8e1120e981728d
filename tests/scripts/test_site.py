"""The site of docs/: no link in it is broken, and its pages load nothing from elsewhere."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_site_is_built_without_a_warning_and_holds_every_page(tmp_path: Path) -> None:
    built = subprocess.run(
        (sys.executable, "-m", "scripts.site_of_docs", tmp_path / "site"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    pages = {path.stem for path in (tmp_path / "site").glob("*.html")}
    assert {"index", *(path.stem for path in (ROOT / "docs").glob("*.md"))} <= pages
    session = (tmp_path / "site" / "session.html").read_text(encoding="utf-8")
    assert "stateDiagram" not in session
    assert "<td><strong>leading in</strong></td>" in session
