"""A clause as officials cite it: 《…》（文号）第七条第（三）项."""

from __future__ import annotations

import re

from assistant.domain.documents import Clause, Document

_CN = "[一二三四五六七八九十百零]+"
_ATTACHED = re.compile(rf"^附\s*[件表录](?:\d{{1,2}}|{_CN})?(?:《[^》]*》)?")
_HEAD = re.compile(rf"^(?P<number>{_CN})(?=$|[、（第\d])、?")
_ORDINAL = rf"第{_CN}[编章节条款段](?:之{_CN})?|第\d+行|表头|表\d+"
_LISTED = rf"（{_CN}）|（\d+）|[a-zA-Z]）|[①-⑳]|\d+(?:\.\d+)*"
_PIECE = re.compile(rf"(?P<ordinal>{_ORDINAL})|(?P<listed>{_LISTED})|、")
_WORDS = ("项", "目")
_WHOLE = frozenset({"title", "issuer", "number", "meta", "addressees", "date", "signature", "page"})


def official_citation(document: Document, clause: Clause) -> str:
    """Title and number of the document and the place of the clause, in the words of an official text.

    A clause of a measure that a notice issues is cited by the name of the measure.
    """
    return official_citations(document)[clause.id]


def official_citations(document: Document) -> dict[str, str]:
    """The citation of every clause of a document, by id."""
    number = f"（{document.number}）" if document.number else ""
    whole = name = f"《{_nested(document.title)}》{number}"
    cited = {}
    for clause in document.clauses:
        if clause.kind == "title" and clause.caption:
            name = f"《{_nested(clause.caption)}》{number}"
        place = "" if clause.kind in _WHOLE else official_place(clause.label)
        cited[clause.id] = (whole if _ATTACHED.match(clause.label) else name) + place
    return cited


def official_place(label: str) -> str:
    """The label of a clause in the words of an official text; one that it cannot read stays as it is.

    Below an article the first list is of 项, the next of 目; a heading 三、 is a 部分, and lists below it go alike.

    >>> official_place("第七条（三）"), official_place("第四条（三）1"), official_place("三（一）")
    ('第七条第（三）项', '第四条第（三）项第1目', '第三部分第（一）项')
    """
    attached = _ATTACHED.match(label)
    prefix = attached.group(0) if attached else ""
    rest = label[len(prefix) :]
    if head := _HEAD.match(rest):
        prefix, rest = f"{prefix}第{head.group('number')}部分", rest[head.end() :]
    pieces = list(_PIECE.finditer(rest))
    if sum(len(piece.group(0)) for piece in pieces) != len(rest):
        return label
    lists = 0
    for piece in pieces:
        if listed := piece.group("listed"):
            prefix += f"第{listed}{_WORDS[lists]}" if lists < len(_WORDS) else listed
            lists += 1
        else:
            prefix += piece.group("ordinal") or ""
    return prefix


def _nested(title: str) -> str:
    """A title fit to stand in 《》: those inside become 〈〉, white space is dropped.

    >>> _nested("关于印发《办法》的 通知")
    '关于印发〈办法〉的通知'
    """
    return re.sub(r"\s+", "", title).replace("《", "〈").replace("》", "〉")
