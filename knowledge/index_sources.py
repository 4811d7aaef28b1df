"""What an index is made from, and which one is in use."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from knowledge import bank, beliefs, ranker
from knowledge.passages import KnowledgeFault


class IndexUnavailable(KnowledgeFault):
    """No usable index where one is needed; says how to get one."""

    def __init__(self, where: Path | str, fault: str) -> None:
        super().__init__(f"guidance index at {where}: {fault}; run `marque guidance index`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What an index is made from. The default folders are those that ship with Marque."""

    law: Path = field(default=Path(__file__).parent / "law")
    guidance: Path = field(default=Path(__file__).parent / "guidance")
    bank: Path = field(default=bank.FOLDER)
    ranker: Path = field(default=ranker.FILE)
    beliefs: Path = field(default=beliefs.FOLDER)

    def fingerprint(self) -> str:
        """Hash of every source file and of the code that makes an index of them."""
        digest = hashlib.sha256()
        files = [
            *Path(__file__).parent.glob("*.py"),
            *self.law.glob("*.toml"),
            *self.guidance.rglob("*.md"),
            *self.guidance.glob("*.toml"),
            *self.bank.glob("*.jsonl"),
            self.ranker,
            *self.beliefs.glob("*.toml"),
        ]
        for file in sorted(files):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """Which index is in use, which one the sources call for, and how much the one in use holds."""

    current: str
    wanted: str
    passages: int
    sections: int
    languages: tuple[str, ...]

    @property
    def fresh(self) -> bool:
        """Whether the index in use was made from the sources as they are."""
        return self.current == self.wanted
