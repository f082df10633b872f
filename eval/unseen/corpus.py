"""The documents of the corpus themselves, set again in every format and read back.

Usage::

    python -m eval.unseen.corpus [--formats txt,docx,…] [--misses]

The truth is what the library reads off the original text: clauses by label and words, deadlines by day or span, whom
they bind and quote, contacts by all that is printed. Declared corrections travel along, page furniture does not.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path

from ruamel.yaml import YAML

from assistant.documents.library import Library, load_library
from assistant.documents.sidecar import load_sidecar
from assistant.domain.documents import Document
from assistant.register.build import build_register
from assistant.text.normalise import squeeze
from assistant.wording import corpus_folder
from eval.unseen.formats import WRITERS, write
from eval.unseen.notices import Notice, Part

Facts = dict[str, Counter[Hashable]]


def as_notice(document: Document) -> Notice:
    """A document as paragraphs, one a clause; clauses of one printed line stay in one line."""
    parts: list[Part] = []
    last = 0
    for clause in sorted((c for c in document.clauses if c.text), key=lambda c: c.spans[0].start):
        same_line = bool(parts) and "\n" not in document.text[last : clause.spans[0].start]
        parts.append(Part(labels=(clause.label,), text=clause.text, runs_on=same_line))
        last = clause.spans[-1].end
    told = document.metadata
    facts = {
        "title": document.title,
        "number": document.number,
        "issuer": told.issuer.value if told.issuer else None,
        "signed_on": told.signed_on.value if told.signed_on else None,
    }
    return Notice(name=document.id, parts=tuple(parts), facts=facts)


def read_back(document: Document, form: str, corpus: Path) -> Document:
    """The document as it is read from a file of a format.

    Raises:
        LookupError: The format cannot be made here, or the file could not be read.
    """
    with tempfile.TemporaryDirectory() as made:
        path = write(as_notice(document), form, Path(made))
        sidecar = load_sidecar(corpus / "documents" / document.id / "document.yaml")
        with (path.parent / "document.yaml").open("w", encoding="utf-8") as file:
            moves = [c.model_dump(mode="json") for c in sidecar.corrections]
            YAML().dump({"source": sidecar.source, "corrections": moves}, file)
        library = load_library(Path(made) / form)
    if not library.documents:
        raise LookupError(f"{document.id} {form}: {[p.message for p in library.problems]}")
    return library.documents[0]


def facts_of(document: Document) -> Facts:
    """What is compared, by subject."""
    register = build_register([document])
    return {
        "clauses": Counter(_clauses(document)),
        "deadlines": Counter(
            (d.kind, d.last_day, d.duration, d.binds, squeeze(d.quote)) for d in register.deadlines
        ),
        "contacts": Counter(
            (c.names, c.role, c.phones, c.emails, squeeze(c.address), c.url)
            for c in register.contacts
            if not c.footer
        ),
    }


def _clauses(document: Document) -> Iterable[Hashable]:
    """Label and words; the rows of a form as one, since each lay-out parts them otherwise.

    The table of data that a web page sets above the text and the imprint below it are left out: the page made here has
    its own.
    """
    forms: dict[str, str] = {}
    for clause in document.clauses:
        if clause.kind == "form":
            forms[clause.label] = forms.get(clause.label, "") + squeeze(clause.text)
        elif clause.text and clause.kind not in ("meta", "page"):
            yield squeeze(clause.label), squeeze(clause.text)
    yield from forms.items()


def measure(
    library: Library, corpus: Path, forms: Iterable[str]
) -> dict[str, dict[str, tuple[Facts, Facts]]]:
    """By format and document: what the text says, and what was read back."""
    table: dict[str, dict[str, tuple[Facts, Facts]]] = {}
    for form in forms:
        for document in library.documents:
            try:
                again = read_back(document, form, corpus)
            except (LookupError, ImportError) as error:
                print(f"not read: {error}")
                continue
            table.setdefault(form, {})[document.id] = (facts_of(document), facts_of(again))
    return table


def main() -> None:
    """Print shares by format, and with ``--misses`` what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--formats", default=",".join(name for name in WRITERS if name != "docx-auto"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    corpus = corpus_folder()
    table = measure(load_library(corpus), corpus, options.formats.split(","))
    for form, documents in table.items():
        shares = []
        for subject in ("clauses", "deadlines", "contacts"):
            kept = sum((wanted[subject] & got[subject]).total() for wanted, got in documents.values())
            there = sum((wanted[subject] | got[subject]).total() for wanted, got in documents.values())
            shares.append(f"{subject} {kept}/{there} ({kept / there:.1%})")
        print(f"{form:<15}" + "   ".join(shares))
        for name, (wanted, got) in documents.items() if options.misses else ():
            for subject, truth in wanted.items():
                for mark, rest in (("MISSED", truth - got[subject]), ("BEYOND", got[subject] - truth)):
                    for item in rest:
                        print(f"  {mark} {name} {subject}: {item}")


if __name__ == "__main__":
    main()
