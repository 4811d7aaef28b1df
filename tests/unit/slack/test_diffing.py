"""What changed between two versions of a notice, sentence by sentence."""

from bot.slack.blocks.diffing import changes


def test_a_sentence_that_came_is_never_woven_into_one_that_went() -> None:
    went = "The goods were bought and compared.\n\nOn comparison, the sign “A” is identical with mark no. 1."
    came = "How the sign is used: the bottle bears it.\n\nOn comparison, that sign “A” is identical with mark no. 12."
    first, second, third = changes(went, came)
    assert first == [("The goods were bought and compared.", "-")]
    assert second == [("How the sign is used: the bottle bears it.", "+")]
    assert "".join(text for text, mark in third if mark != "-").split() == came.splitlines()[-1].split()
    assert ("that", "+") in third
