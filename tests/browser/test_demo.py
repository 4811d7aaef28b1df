"""The demo in a real browser: ask, see an alert, draft from it, approve as the second user, open the document. Axe looks at
each step."""

from pathlib import Path

import pytest
from docx import Document

from bot.demo.demo import demonstrate
from bot.settings import Settings
from tests.browser.axe import Axe
from tests.browser.walk import a_page, walk
from tests.needs import program


@pytest.mark.program
def test_a_newcomer_gets_from_a_question_to_an_approved_notice(tmp_path: Path, guidance_home: Path) -> None:
    program("chromium", "apt-get install chromium")
    axe = Axe()
    with demonstrate(Settings(home=guidance_home), 0) as slack, a_page(slack.url) as page:
        notice = walk(page, tmp_path, lambda view: axe.look(page, view))
    assert axe.found == []
    text = "\n".join(paragraph.text for paragraph in Document(str(notice)).paragraphs)
    assert "知识产权侵权通知" in text
    assert "第五十七条第（一）项" in text or "第七十二条第（一）项" in text
    assert "草稿" not in text
