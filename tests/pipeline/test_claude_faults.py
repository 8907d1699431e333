"""The model fails, and what is left; ``make chaos`` does the same with every kind and thirty applications each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.chaos import CLAUDE_QUICK, QUICK
from bench.claude_faults import KINDS, Kind, strike
from bench.claude_office import ClaudeOffice, claude_office
from bench.workload import sound_resumes
from demo.servers import EmbeddedServers

pytestmark = [pytest.mark.pipeline, pytest.mark.xdist_group("claude-faults"), pytest.mark.timeout(300)]
# Those that take a second or two; a rate limit and a time-out are met in test_claude.py.
SOON_OVER = (
    "500", "529", "connection dropped", "answer cut off", "answer garbled", "refusal", "max_tokens", "context window",
    "400", "413", "inventing", "duplicating", "out_of_range", "leaking", "unknowing", "401", "spend cap, then lifted",
)  # fmt: skip


@pytest.fixture(scope="module")
def office(servers: EmbeddedServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClaudeOffice]:
    directory = tmp_path_factory.mktemp("faults")
    with claude_office(servers, directory, "claude_faults", {}, **QUICK, **CLAUDE_QUICK) as office:
        office.installation.start_claude_worker(threads=8)
        yield office


@pytest.mark.parametrize(
    ("number", "kind"),
    [pytest.param(number, kind, id=kind.title) for number, kind in enumerate(KINDS, 1) if kind.title in SOON_OVER],
)
def test_every_run_ends_in_a_named_state_with_one_result_and_a_row_for_every_call(
    office: ClaudeOffice, number: int, kind: Kind
) -> None:
    files = [(f"resume{suffix}", content) for suffix, content in sound_resumes(2)]
    surely = replace(kind, rule={**kind.rule, "probability": 1.0}) if kind.rule else kind

    found = strike(office, surely, number, files)

    assert (found.lost, found.doubled, found.unrecorded) == (0, 0, 0)
    assert found.as_named, dict(found.states)
    assert found.struck > 0
