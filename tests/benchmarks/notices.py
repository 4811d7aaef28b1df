"""How fast a batch of takedown notices is written: composed, checked, two documents and a sheet each.

``python -m tests.benchmarks.notices [COUNT] [PROCESSES]``; the target is 1,000 in 60 s on two cores.
"""

import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from bot.domain.drafts import Draft, DraftStatus
from bot.domain.ids import CaseId, DraftId, PersonId
from bot.notices.writer import TemplateNoticeWriter
from knowledge.law import load
from tests.factories import NOW, a_listing, a_request, an_evidence, facts_for

KIND, CHUNK = "platform-takedown", 50


def write(numbers: range, folder: Path) -> tuple[int, int]:
    """Write the drafts of these numbers: how many, and how many files."""
    writer, files = TemplateNoticeWriter(load()), 0
    for number in numbers:
        listing = replace(a_listing(), item_id=f"7301{number:06d}", seller_id=f"shop-{number}")
        facts = facts_for(
            KIND,
            request=a_request(KIND, listing_ids=(listing.listing_id,)),
            listings=(listing,),
            evidence=(an_evidence(listing_id=listing.listing_id),),
        )
        composition = writer.compose(facts)
        assert not composition.blocked
        draft = Draft(
            draft_id=DraftId(f"D-{number:06d}"),
            request=facts.request,
            version=1,
            status=DraftStatus.AWAITING,
            author=PersonId("U1"),
            composition=composition,
            approvals_needed=1,
            case_id=CaseId("C-000001"),
            created_at=NOW,
        )
        files += len(writer.write_draft(draft, folder / draft.draft_id))
    return len(numbers), files


def main(count: int = 1000, processes: int = 2) -> None:
    """Measure a batch with progress on standard error."""
    chunks = [range(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(processes) as pool:
        began, done, files = time.perf_counter(), 0, 0
        for future in as_completed([pool.submit(write, chunk, Path(folder)) for chunk in chunks]):
            written, made = future.result()
            done, files = done + written, files + made
            print(f"\r{done} of {count} drafts, {time.perf_counter() - began:.1f} s", end="", file=sys.stderr)
        print(file=sys.stderr)
        spent = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"CPU time of all processes: {cpu:.1f} s ({cpu / count * 1000:.0f} ms a draft)")
    print(
        f"{count} drafts, {files} files, {processes} processes: {spent:.1f} s ({spent / count * 1000:.0f} ms each)"
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
