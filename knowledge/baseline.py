"""What we measure ourselves against: plain LangChain similarity search over the same text, cut by length."""

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.embedding import PACKAGED, packaged_folder
from knowledge.passages import Passage

PIECE, OVERLAP = 800, 100


class NaiveSearch:
    """Chroma and HuggingFaceEmbeddings as the tutorials have it: one flat text, no dates, no words, no questions."""

    def __init__(self, passages: Iterable[Passage], as_of: date, model: str = PACKAGED) -> None:
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_huggingface import HuggingFaceEmbeddings

        pieces = [
            Document(page_content=text[start : start + PIECE], metadata={"facts": " ".join(p.facts)})
            for p in passages
            if p.in_force_on(as_of)
            for text in (f"{p.title}\n\n{p.text}",)
            for start in range(0, max(len(text) - OVERLAP, 1), PIECE - OVERLAP)
        ]
        where = str(packaged_folder()) if model == PACKAGED else model
        self._store = Chroma.from_documents(
            pieces,
            HuggingFaceEmbeddings(model_name=where, model_kwargs={"device": "cpu"}),
            collection_metadata={"hnsw:space": "cosine"},
        )

    def facts(self, question: str, limit: int = 5) -> Sequence[frozenset[str]]:
        """Fact ids behind the nearest pieces, best first."""
        found = self._store.similarity_search(question, k=limit)
        return tuple(frozenset(str(piece.metadata["facts"]).split()) for piece in found)
