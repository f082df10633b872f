"""Paragraph styles of Word, as far as numbering comes from them."""

from __future__ import annotations

from assistant.documents.readers.docx_xml import Element, attribute, child, children, value, whole


class Styles:
    """The styles of a file; ``usual`` is the one of paragraphs that name none."""

    def __init__(self, part: Element | None) -> None:
        self._styles = {attribute(e, "styleId") or "": e for e in children(part, "style")}
        defaults = (
            key
            for key, e in self._styles.items()
            if attribute(e, "type") == "paragraph" and attribute(e, "default") in ("1", "true", "on")
        )
        self.usual = next(defaults, "")

    def numbering(self, style: str | None) -> tuple[str | None, int | None, str]:
        """List and level that a style gives, and the style, among those it builds on, that gives them."""
        seen: set[str] = set()
        at: int | None = None
        while style and style in self._styles and style not in seen:
            seen.add(style)
            found = child(self._styles[style], "pPr", "numPr")
            at = at if at is not None else whole(value(found, "ilvl"))
            if (number := value(found, "numId")) is not None:
                return number, at, style
            style = value(self._styles[style], "basedOn")
        return None, None, ""
