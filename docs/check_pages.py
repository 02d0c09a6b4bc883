#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_pages.py HTML_DIRECTORY: links of top-level files, pages and the written HTML lead somewhere; decisions have their
four headings; the first page and the decisions page name every page."""

import html.parser
import pathlib
import re
import sys
import urllib.parse

SOURCE = pathlib.Path(__file__).resolve().parents[1]
HEADINGS = ["Abstract", "Motivation", "Approaches", "Proposal"]


def without_code(text):
    return re.sub(r"```.*?```|~~~.*?~~~|`[^`\n]*`", "", text, flags=re.DOTALL)


def broken_links(page):
    for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)", without_code(page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", target) and not (page.parent / target.split("#")[0]).exists():
            yield f"{page.relative_to(SOURCE)}: link to {target}, which does not exist"
    for text in re.findall(r"\[([^\]]*\n[^\]]*)\]\(", without_code(page.read_text(encoding="utf-8"))):
        yield f"{page.relative_to(SOURCE)}: link text on two lines, which Doxygen does not read: {text!r}"


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.anchors = [], set()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors |= {attrs[key] for key in ("id", "name") if attrs.get(key)}
        self.links += [attrs[key] for key in ("href", "src") if attrs.get(key)]


def broken_html(directory):
    pages = {}
    for file in sorted(directory.glob("*.html")):
        pages[file.name] = Links()
        pages[file.name].feed(file.read_text(encoding="utf-8"))
    if "index.html" not in pages:
        yield f"{directory}: no index.html"
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = urllib.parse.unquote(link).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            target = target or name
            if not (directory / target).exists():
                yield f"{name}: link to {link}, which does not exist"
            elif anchor and target in pages and anchor not in pages[target].anchors:
                yield f"{name}: link to {link}, which has no such place"


def wrong_decisions():
    for number, page in enumerate(sorted((SOURCE / "docs/decisions").glob("*.md")), start=1):
        text = page.read_text(encoding="utf-8")
        if re.findall(r"^## (.*)$", text, re.MULTILINE) != HEADINGS:
            yield f"{page.name}: headings other than {', '.join(HEADINGS)}"
        if not page.name.startswith(f"{number:04d}-") or not text.startswith(f"# {number:04d} "):
            yield f"{page.name}: expected decision number {number:04d} in its name and title"
        if len(text.split()) > 600:
            yield f"{page.name}: {len(text.split())} words; a decision is a page, at most 600"


def missing_pages():
    named = (SOURCE / "docs/pages.dox").read_text(encoding="utf-8")
    for page in sorted((SOURCE / "docs").rglob("*.md")):
        name = "md_" + re.sub(r"[^A-Za-z0-9]", "_", str(page.relative_to(SOURCE).with_suffix("")))
        if f"\\subpage {name}\n" not in named and f"\\subpage {name} " not in named:
            yield f"docs/pages.dox: does not name {page.relative_to(SOURCE)}"


def main():
    pages = [*sorted(SOURCE.glob("*.md")), *sorted((SOURCE / "docs").rglob("*.md"))]
    faults = [fault for page in pages for fault in broken_links(page)]
    faults += [*broken_html(pathlib.Path(sys.argv[1])), *wrong_decisions(), *missing_pages()]
    for fault in faults:
        print(f"check_pages.py: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
