"""Build the site of docs/ into .cache/site, or into the folder that is named; its front page is made of README.md."""

import re
import sys
import tempfile
from pathlib import Path
from shutil import copytree

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / ".cache" / "site"


def main() -> None:
    """Build it, and refuse broken links and whatever a page would load from elsewhere."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    out = Path(sys.argv[1]).resolve() if sys.argv[1:] else SITE
    with tempfile.TemporaryDirectory(prefix="coach-site-") as folder:
        pages = Path(folder) / "docs"
        copytree(ROOT / "docs", pages)
        (pages / "index.md").write_text(front_page((ROOT / "README.md").read_text(encoding="utf-8")), encoding="utf-8")
        for page in pages.glob("*.md"):
            text = as_mkdocs_reads_lists(page.read_text(encoding="utf-8"))
            page.write_text(diagrams_as_tables(text), encoding="utf-8")
        build(load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(pages), site_dir=str(out), strict=True))
    if foreign := sorted({f"{path.relative_to(out)}: {host}" for path, host in loaded_from_elsewhere(out)}):
        sys.exit("These pages would load something from elsewhere:\n" + "\n".join(foreign))
    print(out / "index.html")


def front_page(readme: str) -> str:
    """README.md as a page of the site: its links into docs/ lead to the pages beside it, others are words only."""
    beside = re.sub(r'(\]\(|src=")docs/', r"\1", readme)
    played = re.sub(
        r"^.*?\((sound/\S+\.ogg)\).*$", r'\g<0>\n\n<audio controls preload="none" src="\1"></audio>', beside, flags=re.M
    )
    return re.sub(r"\[([^\]]+)\]\((?:[A-Z]\w*(?:\.md)?|coach/\S*)\)", r"\1", played)


def as_mkdocs_reads_lists(text: str) -> str:
    """What is indented by two or three below a list's item, by four: Markdown's first dialect asks for it."""
    lines, fenced, in_list = [], False, False
    for line in text.splitlines():
        fenced ^= line.lstrip().startswith("```")
        indent = len(line) - len(line.lstrip(" "))
        item = re.match(r" *(?:[-*]|\d+\.) ", line)
        if not fenced and in_list and line.strip() and 2 <= indent <= 3:
            line = " " * 4 + line.lstrip(" ")
        if line.strip():
            in_list = bool(item) or (in_list and indent > 1)
        lines.append(line)
    return "\n".join(lines) + "\n"


def diagrams_as_tables(text: str) -> str:
    """Each Mermaid diagram of states as a table of where each word leads: to draw it, a page would load a program."""
    return re.sub(
        r"^```mermaid\nstateDiagram-v2\n(.*?)^```\n",
        lambda found: _table(found[1]),
        text,
        flags=re.DOTALL | re.MULTILINE,
    )


def _table(arrows: str) -> str:
    """A row for each state, a column for all that leads on from any."""
    leads: dict[str, dict[str, str]] = {}
    for before, after, said in re.findall(r"(\w+) --> (\w+): (.*)", arrows):
        leads.setdefault(before, {}).update(dict.fromkeys(said.split(", "), after))
    columns = tuple(dict.fromkeys(said for row in leads.values() for said in row))
    rows = [("in the state", *columns), ("---",) * (len(columns) + 1)]
    rows += [(f"**{state}**", *(row.get(said, "") for said in columns)) for state, row in leads.items()]
    return "".join(f"| {' | '.join(row).replace('_', ' ')} |\n" for row in rows)


def loaded_from_elsewhere(site: Path) -> list[tuple[Path, str]]:
    """The pages and styles of a site that name a script, a picture, a style or a font of another machine."""
    loading = re.compile(
        r"""<(?:script|img|link|iframe|audio|source)\b[^>]*?(?:src|href)=["']?(?:https?:)?//([^/"'\s>]+)"""
        r"""|(?:@import|url\()\s*["']?(?:https?:)?//([^/"')]+)"""
    )
    found = []
    for path in sorted(site.rglob("*")):
        if path.suffix in {".html", ".css"}:
            found += [(path, match[1] or match[2]) for match in loading.finditer(path.read_text(encoding="utf-8"))]
    return found


if __name__ == "__main__":
    main()
