"""The kinds of notice as the command line lists them."""

from bot.cli.printing import print_json, print_table
from bot.services.desk import Desk


def show_kinds(at: Desk, as_json: bool) -> None:
    kinds = at.drafts.kinds()
    if as_json:
        rows = [
            {
                "kind": k.kind,
                "title": k.title,
                "languages": k.languages,
                "required": k.required,
                "approvers": k.approvers,
            }
            for k in kinds
        ]
        print_json(rows)
        return
    cells = (
        (k.kind, f"{k.title} {k.title_zh}", " ".join(k.languages), k.approvers,
         f"reviewed by {read.name}" if read else "edited by Marque, not reviewed by counsel")
        for k in kinds
        for read in (at.reviews.of_kind(k.kind),)
    )  # fmt: skip
    print_table("kind", "title", "languages", "approvers", "wording", rows=cells, title="Notices")
