"""The differences that an examiner found, as lines that a person types, and read back."""

from bot.domain.examinations import Difference

APART = "|"


def written(text: str) -> tuple[Difference, ...] | None:
    """Differences one a line, genuine and sample apart, the same in English behind; None where a line is none."""
    lines = [
        [part.strip() for part in line.replace("｜", APART).split(APART)]
        for line in text.splitlines()
        if line.strip()
    ]
    if any(len(parts) not in {2, 4} or not all(parts) for parts in lines):
        return None
    named = [dict(zip(("tell", "seen", "tell_en", "seen_en"), parts, strict=False)) for parts in lines]
    return tuple(Difference(**each) for each in named)


def difference_line(each: Difference) -> str:
    english = [each.tell_en, each.seen_en] if each.tell_en and each.seen_en else []
    return f" {APART} ".join([each.tell, each.seen, *english])
