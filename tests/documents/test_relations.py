from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.relations import resolve_one, resolve_references
from assistant.documents.validity import names
from assistant.domain.documents import Document, Metadata, Proved, Reference

TITLES = [
    "某市节水管理办法",
    "某市工业局关于印发《某市节水管理办法》的通知",
    "关于印发《某省某市节水管理办法》的通知",
    "节水管理办法",
    "某省工业节水行动实施方案",
    "工业节水行动实施方案",
    "行动实施方案",
]
NUMBERS = [None, "某工〔2031〕7号", "某工[2031] 7 号", "某工〔2032〕8号"]


def proved(value: str | None) -> Proved[str] | None:
    return Proved(value=value, clause_id="x", quote=value) if value else None


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Document, ...]:
    made = []
    for n in range(draw(st.integers(1, 6))):
        title = draw(st.sampled_from(TITLES))
        references = draw(
            st.lists(
                st.builds(
                    Reference,
                    title=st.sampled_from([None, *TITLES]),
                    number=st.sampled_from(NUMBERS),
                    relation=st.just("mentions"),
                    clause_id=st.just("x"),
                ),
                max_size=4,
            )
        )
        metadata = Metadata(
            title=Proved(value=title, clause_id="x", quote=title),
            number=proved(draw(st.sampled_from(NUMBERS))),
            references=tuple(references),
        )
        made.append(Document(id=f"d{n}", text="", clauses=(), furniture=(), metadata=metadata))
    return tuple(made)


@given(libraries())
def test_a_reference_means_the_first_document_that_it_names(documents: tuple[Document, ...]) -> None:
    for before, after in zip(documents, resolve_references(documents), strict=True):
        for reference, resolved in zip(before.metadata.references, after.metadata.references, strict=True):
            named = [
                d.id for d in documents if d.id != before.id and names(reference.title, reference.number, d)
            ]
            assert resolved == replace(reference, document_id=named[0] if named else None)


@given(libraries())
def test_what_is_resolved_stays_the_same_object(documents: tuple[Document, ...]) -> None:
    once = resolve_references(documents)
    assert all(a is b for a, b in zip(once, resolve_references(once), strict=True))
    assert resolve_one(documents[0], documents) == once[0]
