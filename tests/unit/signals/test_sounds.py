"""The table of how characters are read is that of the package, made without asking it of each character by itself."""

from pypinyin import Style, pinyin

from bot.signals.names.sounds import _readings


def test_characters_are_read_as_the_package_reads_them_one_by_one() -> None:
    read = _readings()
    assert len(read) == 0x9FA6 - 0x4E00
    for char in [*read][::40]:
        assert read[char] == {*pinyin(char, style=Style.NORMAL, heteronym=True)[0]}, char
