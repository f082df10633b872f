"""A web page as bytes: its encoding, its tree without what nobody reads, and the block of the text."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree, html

from assistant.documents.furniture import is_web_furniture
from assistant.documents.heads import ends_title
from assistant.errors import UnreadableFile

Element = Any
"""An lxml element; the library has no types."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "hz-gb-2312"})
_SILENT = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "map",
    ),
    *(
        "audio",
        "video",
        "input",
        "select",
        "textarea",
        "button",
        "nav",
        "footer",
        "aside",
        "head",
        "link",
        "meta",
    ),
)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:share|bshare|bdshare|jiathis|print|dayin|breadcrumb|crumbs?|navs?|navbar|menu|footer|foot|copyright|"
    r"sidebar|related?|xiangguan|recommend|toolbar|search|login|friendlinks?|qr-?code|ewm|fontsize|font-size|wza|"
    r"pagination|topbar|banner|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[。；，]|：$|^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十\d]{1,3}[）)]|^第.{1,4}[条章]"
)
_BLOCKS = frozenset(
    {
        *(
            "p",
            "div",
            "section",
            "article",
            "main",
            "td",
            "th",
            "li",
            "dd",
            "dt",
            "body",
            "center",
            "blockquote",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "tbody",
            "tr",
            "ul",
            "ol",
            "dl",
            "form",
            "header",
            "pre",
        ),
        *("figure", "figcaption", "caption", "fieldset", "address", "thead", "tfoot", "hr", "ucapcontent"),
    }
)
_BLANKS = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_SITE = re.compile(r"\s*[-_—|–]+\s*[^-_—|–]*(?:网|门户|政府|平台|频道|局|委|厅|部)[^-_—|–]*$")
_PARTS = (
    "p",
    "span",
    "strong",
    "b",
    "font",
    "table",
    "tbody",
    "thead",
    "tr",
    "ol",
    "ul",
    "li",
    "h1",
    "h2",
    "h3",
)
_MOST = 0.9
_MOST_OF_TABLE = 0.7
_ABOUT = 400


def parse_page(data: bytes, name: str) -> Element:
    """The tree of a page without comments.

    Nothing is fetched and nothing runs: the parser only reads the bytes given.

    Raises:
        UnreadableFile: The encoding cannot be told, or there is no element in it.
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decode(data, name).replace("\0", ""))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, recover=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"网页 {name} 无法解析（{error}）。请重新保存网页后再放入。") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableFile(f"网页 {name} 的标签嵌套过深，不予读取。请复制正文为文本文件再放入。")
    return root


def drop_silent_parts(root: Element) -> None:
    """Take out of the tree what is no text of the page: scripts, controls, hidden parts, navigation."""
    for element in list(root.iter()):
        if element.getparent() is not None and element.tag != "body" and _is_silent(element):
            element.drop_tree()


def title_of(root: Element) -> str:
    """The name that the page gives its text, without that of the site; empty where it gives none."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (meta.get("content") or "").strip():
            return _BLANKS.sub(" ", meta.get("content")).strip()
    headings = [flat(e) for e in root.iter("h1")]
    written = _SITE.sub("", flat(next(root.iter("title"), html.Element("title"))))
    named = [h for h in headings if ends_title(h)] + ([written] if ends_title(written) else [])
    # 通知公告 is the name of a column of the site.
    return next((n for n in named if 8 <= len(n) <= 140 and not is_web_furniture(n)), "")


def text_block(root: Element) -> Element:
    """The innermost element that holds nine tenths of the page's sentences."""
    weights: dict[Element, int] = {}
    for element in root.iter():
        if isinstance(element.tag, str) and (weight := _own_sentences(element)):
            node = element
            while node is not None:
                weights[node] = weights.get(node, 0) + weight
                node = node.getparent()
    block = body = root.find("body") if root.find("body") is not None else root
    while heavy := [e for e in block if weights.get(e, 0) >= _MOST * max(weights.get(body, 0), 1)]:
        if heavy[0].tag == "table" and not _frames_one_cell(heavy[0], weights):
            break
        block = heavy[0]
    while block.tag in _PARTS and block is not body:
        block = block.getparent()
    return block


def _frames_one_cell(table: Element, weights: dict[Element, int]) -> bool:
    """Whether a table sets out the page: one column, a table inside, or nearly all words in one cell."""
    columns = max((sum(1 for e in row if e.tag in ("td", "th")) for row in table.iter("tr")), default=0)
    if columns <= 1 or next(table.iterdescendants("table"), None) is not None:
        return True
    heaviest = max(table.iter("td", "th"), key=lambda cell: weights.get(cell, 0), default=None)
    return heaviest is not None and len(flat(heaviest)) >= _MOST_OF_TABLE * len(flat(table))


def is_block(element: Element) -> bool:
    """Whether an element begins a line of its own."""
    return isinstance(element.tag, str) and element.tag.lower() in _BLOCKS


def flat(element: Element) -> str:
    """All words of an element on one line."""
    return _BLANKS.sub(" ", "".join(element.itertext())).strip()


def _is_silent(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag.lower() in _SILENT:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_NAMED.search(named)) and not _holds_text(element)


def _holds_text(element: Element) -> bool:
    """Whether a part named like furniture holds the text after all: long, and most of it no links."""
    words = len(flat(element))
    linked = sum(len(flat(link)) for link in element.iter("a"))
    return words > _ABOUT and linked < 0.3 * words


def _own_sentences(element: Element) -> int:
    """Characters of a block's own sentences, those in links and in the imprint of the page not counted."""
    if not is_block(element) or any(is_block(inner) for inner in element.iterdescendants()):
        return 0
    words = flat(element)
    linked = sum(len(flat(link)) for link in element.iter("a"))
    silent = len(words) < 8 or linked > 0.5 * len(words) or is_web_furniture(words)
    return len(words) if not silent and _SENTENCE.search(words) else 0


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _DECLARED.search(data[:4096])
    named = declared.group(1).decode("ascii", "replace").lower() if declared else ""
    first = "gb18030" if named in _GB else named
    for encoding in dict.fromkeys((first, "utf-8", "gb18030")):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    if first in ("utf-8", "gb18030"):
        return data.decode(first, errors="replace")
    raise UnreadableFile(f"网页 {name} 的编码无法识别。请另存为 UTF-8 网页后再放入。")
