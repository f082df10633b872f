"""Ids and labels: how a clause is addressed by software, and how an official cites it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.documents.nodes import Node
from assistant.documents.tables import printed_number
from assistant.domain.documents import Clause
from assistant.text.numerals import to_chinese

_SHORT = {
    "part": "pt",
    "chapter": "ch",
    "section": "s",
    "article": "art",
    "named": "u",
    "bullet": "b",
    "cn": "h",
    "cn_bracket": "i",
    "digit": "n",
    "dotted2": "d",
    "dotted3": "d",
    "digit_bracket": "b",
    "letter": "l",
    "circled": "c",
}
_KIND_IDS = {
    "addressees": "addressees",
    "preamble": "pre",
    "attachment": "att",
    "paragraph": "p",
    "signature": "sign",
}
_KIND_LABELS = {
    "title": "标题",
    "issuer": "文头",
    "number": "发文字号",
    "meta": "文头",
    "addressees": "主送机关",
    "preamble": "引言",
    "contact": "联系方式",
    "attachment": "附件",
    "signature": "落款",
    "date": "成文日期",
    "note": "附注",
    "form": "附件",
    "contents": "目录",
    "page": "页面文字",
    "paragraph": "正文",
}
_LISTED = re.compile(r"^附\s*件\s*(?P<number>\d{1,2}|[一二三四五六七八九十]+)\s*[.．、：:\s]")
_ATTACHED = re.compile(r"^(?P<word>附\s*[件表录])\s*(?P<number>\d{1,2}|[一二三四五六七八九十]+)?\s*[：:]?\s*")


def freeze(root: Node, page_starts: Sequence[int]) -> tuple[Clause, ...]:
    """Turn the grown tree into clauses in document order, with ids, labels and paths."""
    taken: Counter[str] = Counter()
    clauses: dict[Node, Clause] = {}
    for node, parent in _walk(root, None):
        above = clauses[parent] if parent is not None else None
        clauses[node] = _clause(node, parent, above, taken, page_starts)
    return tuple(clauses.values())


def _walk(node: Node, parent: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for child in node.children:
        yield child, parent
        yield from _walk(child, child)


def _clause(
    node: Node, parent: Node | None, above: Clause | None, taken: Counter[str], page_starts: Sequence[int]
) -> Clause:
    start = min(span.start for span in node.spans)
    return Clause(
        id=_unique(_id(node, parent, above), taken),
        kind=node.kind,
        label=_label(node, parent, above),
        text=node.text,
        spans=node.spans,
        path=_path(parent, above),
        parent_id=above.id if above else None,
        marker=node.marker,
        number=node.number,
        caption=node.caption,
        depth=above.depth + 1 if above else 0,
        page=bisect_right(page_starts, start) if page_starts else None,
    )


def _path(parent: Node | None, above: Clause | None) -> tuple[str, ...]:
    if parent is None or above is None:
        return ()
    heading = parent.text if len(parent.text) <= 60 else (parent.marker + parent.caption).strip()
    return (*above.path, heading) if heading else above.path


def _unique(wanted: str, taken: Counter[str]) -> str:
    taken[wanted] += 1
    return wanted if taken[wanted] == 1 else f"{wanted}~{taken[wanted]}"


def _paragraph_number(node: Node, parent: Node) -> int:
    """The number of a paragraph: the lead text of an article or heading is the first."""
    siblings = [
        child for child in parent.children if child.kind in ("paragraph", "contact") and not child.level
    ]
    return siblings.index(node) + (1 if parent.is_caption else 2)


def _id(node: Node, parent: Node | None, above: Clause | None) -> str:
    prefix = (
        f"x{node.part}-" if node.part and above is None and node.level != "article" and node.level else ""
    )
    if node.level in ("part", "chapter", "article"):
        suffix = f".{node.suffix}" if node.suffix else ""
        return f"{_SHORT[node.level]}{node.number}{suffix}"
    if node.level in ("dotted2", "dotted3"):
        return prefix + "d" + node.marker.strip(".．、").replace("．", ".").replace(".", "-")
    if node.level:
        own = f"{_SHORT[node.level]}{node.number}"
        return f"{above.id}-{own}" if above else prefix + own
    if node.kind in ("table", "row"):
        return _table_id(node, above)
    if above is not None and parent is not None:
        if node.kind in ("paragraph", "contact"):
            return f"{above.id}-p{_paragraph_number(node, parent)}"
        return f"{above.id}-{parent.children.index(node) + 1}"
    own = _KIND_IDS.get(node.kind, node.kind)
    return f"x{node.part}-{own}" if node.part and node.kind in ("number", "addressees") else own


def _table_id(node: Node, above: Clause | None) -> str:
    own = f"r{node.number}" if node.number else "head"
    if node.kind == "table":
        own = f"t{_table_number(node)}"
    if above is not None:
        return f"{above.id}-{own}"
    return (f"x{node.part}-" if node.part else "") + own


def _table_number(node: Node) -> int:
    """Which table of its parent it is; attachments that stand at the root count for themselves."""
    return _tables_beside(node).index(node) + 1


def _tables_beside(node: Node) -> list[Node]:
    assert node.parent is not None
    return [n for n in node.parent.children if n.kind == "table" and n.part == node.part]


def _table_label(node: Node, parent: Node | None, above: Clause | None) -> str:
    """附件2《…》 for the only table of an attachment, else 表N, by the printed number or by counting."""
    base = above.label if above is not None else _part_label(node)
    number = printed_number(node.caption)
    in_attachment = bool(base) if above is None else parent is not None and parent.kind == "form"
    if in_attachment and not number and len(_tables_beside(node)) == 1:
        return base
    gap = "、" if base and base[-1] in "一二三四五六七八九十" else ""
    return f"{base}{gap}表{number or _table_number(node)}"


def _part_label(node: Node) -> str:
    """The attachment in which a clause of the root stands, where it bears the word 附件."""
    opening = _opening(node)
    return _form_label(opening.caption) if opening is not None and _ATTACHED.match(opening.caption) else ""


def _opening(node: Node) -> Node | None:
    """The title of the part to which a clause of the root belongs."""
    titles = node.parent.children if node.parent is not None and node.part else []
    return next((n for n in titles if n.part == node.part and n.kind in ("title", "form")), None)


def _prefix(node: Node) -> str:
    """What goes before a label inside an attachment: 附件1, or 附件《…》 where it has no number.

    The measure that a notice issues is cited as the document itself, so it has none.
    """
    opening = _opening(node)
    if opening is None or opening.issued:
        return ""
    match = _ATTACHED.match(opening.caption)
    if match is None:
        return ""
    return _form_label(match.group(0).strip() if match.group("number") else opening.caption)


def _form_label(caption: str) -> str:
    """附件2《汇总表》 of the caption 附件2汇总表."""
    match = _ATTACHED.match(caption)
    number = match.group("number") if match else ""
    word = re.sub(r"\s+", "", match.group("word")) if match else "附件"
    name = (caption[match.end() :].strip() if match else caption).replace("《", "〈").replace("》", "〉")
    return f"{word}{number or ''}" + (f"《{name}》" if name else "")


def _label(node: Node, parent: Node | None, above: Clause | None) -> str:
    if node.level:
        return _numbered_label(node, above)
    if node.kind == "table":
        return _table_label(node, parent, above)
    if node.kind == "row" and above is not None:
        return above.label + (f"第{node.number}行" if node.number else "表头")
    if parent is None or above is None:
        if node.kind == "form" or (node.kind == "title" and node.part and _part_label(node)):
            return _form_label(node.caption)
        if node.kind == "attachment" and (printed := _LISTED.match(node.text)):
            return f"{_prefix(node)}附件{printed.group('number')}"
        return _prefix(node) + _KIND_LABELS.get(node.kind, "正文")
    if node.kind == "attachment" and (printed := _LISTED.match(node.text)):
        return f"附件{printed.group('number')}"
    if node.kind == "form" and node.number:
        return f"{above.label}第{node.number}行"
    if node.kind in ("form", "contents") or parent.kind in ("form", "attachment"):
        return above.label
    number = _paragraph_number(node, parent)
    if any(level == "article" for level in _levels(parent)):
        return f"{above.label}第{to_chinese(number)}款"
    alone = parent.is_caption and sum(1 for c in parent.children if c.kind in ("paragraph", "contact")) == 1
    return above.label if alone else f"{above.label}第{to_chinese(number)}段"


def _levels(node: Node | None) -> Iterator[str]:
    while node is not None:
        yield node.level
        node = node.parent


def _name(node: Node) -> str:
    """A heading without a numeral, by its words."""
    return f"“{node.caption or node.text}”"


def _numbered_label(node: Node, above: Clause | None) -> str:
    number = node.number or 0
    base = _base(node, above)
    cn = to_chinese(number)
    match node.level:
        case "part":
            return f"{base}第{cn}编"
        case "chapter":
            return (above.label if above else base) + (f"第{cn}章" if node.marker else _name(node))
        case "section":
            return (above.label if above else base) + f"第{cn}节"
        case "article":
            return f"{_prefix(_outermost(node))}第{cn}条" + (
                f"之{to_chinese(node.suffix)}" if node.suffix else ""
            )
        case "named":
            return f"{base}{_name(node)}"
        case "cn":
            return f"{base}{cn}"
        case "cn_bracket":
            return f"{base}（{cn}）"
        case "dotted2" | "dotted3":
            return _prefix(_outermost(node)) + node.marker.strip(".．、").replace("．", ".")
        case "letter":
            return f"{base}{node.marker.strip('（( ')}".replace(")", "）")
        case "digit_bracket":
            return f"{base}（{number}）"
        case "circled" | "bullet":
            return f"{base}{node.marker if node.level == 'circled' else f'第{cn}点'}"
        case _:
            gap = "、" if base and base[-1] in "一二三四五六七八九十" else ""
            return f"{base}{gap}{number}"


def _base(node: Node, above: Clause | None) -> str:
    """The label to which that of a numbered clause is added.

    Items of a paragraph are cited with the heading alone where no other paragraph has such items.
    """
    if above is None:
        return _prefix(node)
    if above.kind in ("chapter", "section"):
        return _prefix(_outermost(node))
    parent = node.parent
    if parent is None or parent.level or parent.kind != "paragraph" or parent.parent is None:
        return above.label
    if any(level == "article" for level in _levels(parent)):
        return above.label
    others = [n for n in parent.parent.children if n is not parent]
    taken = {(c.level, c.number) for n in others for c in ([n] if n.level else n.children)}
    return (
        above.label
        if (node.level, node.number) in taken
        else re.sub(r"第[一二三四五六七八九十]+段$", "", above.label)
    )


def _outermost(node: Node) -> Node:
    """The clause of the root above a clause, or itself."""
    while node.parent is not None and node.parent.parent is not None:
        node = node.parent
    return node
