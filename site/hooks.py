# SPDX-License-Identifier: Apache-2.0
"""Hooks of mkdocs: what a code forge does with our Markdown, the site does too, and what is broken ends the build."""

import logging
import posixpath
import re
from pathlib import Path

from markdown.extensions.toc import TocExtension
import markdown
from pymdownx.slugs import slugify

LOG = logging.getLogger("mkdocs.hooks.site")
ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"^\s*(```|~~~)")
ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*] |\d+\. )")
SKIPPED = {".cache", ".git", "target", "node_modules"}


def on_page_markdown(text, page, config, **_):
    """Points links that leave docs/ at the repository's page, and names what this Markdown cannot show."""
    _check_lists(text, page.file.src_path)
    folder = posixpath.dirname("docs/" + page.file.src_uri)
    return "\n".join(
        line if code else LINK.sub(lambda link: _outward(link, folder, page, config), line)
        for line, code in _lines(text)
    )


def on_pre_build(config):
    """Looks for the files and headings that Markdown outside of docs/ links to, README.md first."""
    for page in sorted(ROOT.rglob("*.md")):
        place = page.relative_to(ROOT)
        if not SKIPPED.intersection(place.parts) and place.parts[0] != "docs":
            _check_links(page, place)
    _check_decisions()


def _outward(link, folder, page, config):
    target, _, anchor = link["target"].partition("#")
    path = posixpath.normpath(posixpath.join(folder, target))
    if not target or ":" in target or path.startswith("docs/"):
        return link[0]
    if not (ROOT / path).exists():
        LOG.warning("%s links to %s, which is not there", page.file.src_path, link["target"])
    elif anchor and path.endswith(".md") and anchor not in _anchors(ROOT / path):
        LOG.warning("%s links to %s, which has no such heading", page.file.src_path, link["target"])
    kind = "tree" if (ROOT / path).is_dir() else "blob"
    suffix = "#" + anchor if anchor else ""
    return f"[{link['text']}]({config.repo_url}/{kind}/main/{path}{suffix})"


def _check_links(page, place):
    for line, code in _lines(page.read_text(encoding="utf-8")):
        found = [] if code else [*LINK.finditer(line), *IMAGE.finditer(line)]
        for target, _, anchor in (link["target"].partition("#") for link in found):
            if ":" in target:
                continue
            path = (page.parent / target).resolve() if target else page
            if not path.exists():
                LOG.warning("%s links to %s, which is not there", place, target)
            elif anchor and path.suffix == ".md" and anchor not in _anchors(path):
                LOG.warning("%s links to %s#%s, which has no such heading", place, target, anchor)


def _check_decisions():
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("0*.md")):
        if f"({page.name})" not in listed:
            LOG.warning("docs/decisions/README.md does not list %s", page.name)


def _check_lists(text, place):
    """A list right behind a paragraph, or a block less than four spaces inside of an item, is one on a forge only."""
    before, item = "", False
    for number, (line, code) in enumerate(_lines(text), start=1):
        new = not code and ITEM.match(line)
        if new and before.strip() and not item and not before.startswith((" ", "#", "|", "<")):
            LOG.warning("%s, line %d: an empty line is missing before the list", place, number)
        if item and FENCE.match(line) and line.startswith(" ") and not line.startswith("    "):
            LOG.warning("%s, line %d: inside of a list, code wants four spaces", place, number)
        item = bool(new) or (item and (not line.strip() or line.startswith(" ")))
        before = line


def _lines(text):
    """Each line, and whether it is code."""
    code = False
    for line in text.split("\n"):
        fence = FENCE.match(line)
        yield line, code or bool(fence)
        if fence:
            code = not code


def _anchors(page):
    text = page.read_text(encoding="utf-8")
    toc = TocExtension(slugify=slugify(case="lower"))
    parsed = markdown.Markdown(extensions=[toc, "fenced_code", "tables"])
    parsed.convert(text)
    named = set(re.findall(r"<a (?:name|id)=\"([^\"]+)\"", text))
    return named | {token["id"] for token in _flat(parsed.toc_tokens)}


def _flat(tokens):
    for token in tokens:
        yield token
        yield from _flat(token["children"])
