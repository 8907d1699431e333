"""The requirement contract on pages: what is refused at once, what is kept, and what only the right people can do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from signed_in import SignedIn

from scoring.access import Grant, Role
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import draft_rubric
from scoring.run import RolloutMode
from store import Store

CUSTOMER, JOB = "4560", "7"
PAGE = f"/requisitions/{CUSTOMER}/{JOB}/rubric"
WANTED = Requisition(
    RequisitionId(JOB),
    "Developer <b>",
    qualifications="3+ years of Python required.\nSQL preferred.\nA native English speaker.",
)
NEW = {"id": "", "kind": "skill", "text": "", "mode": "scored", "weight": "3", "terms": "", "years": ""}


@pytest.fixture
def job(store: Store) -> str:
    draft = draft_rubric(WANTED)
    store.requisitions.put(CUSTOMER, WANTED, draft, RolloutMode.ASSIST)
    return draft.version


@pytest.fixture
def recruiter(web: str, store: Store, job: str) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER)) as session:
        yield session


@pytest.fixture
def manager(web: str, store: Store, job: str) -> Iterator[SignedIn]:
    with SignedIn(web, store, Grant(Role.HIRING_MANAGER, CUSTOMER, job_id=JOB)) as session:
        yield session


def rows(store: Store) -> list[dict[str, str]]:
    """The form as it stands on the page, as a browser would send it."""
    proposal = store.contracts.proposal(CUSTOMER, JOB)
    in_force = store.requisitions.find(CUSTOMER, JOB)
    rubric = store.requisitions.rubric(proposal.rubric_id if proposal else in_force.rubric_id)
    return [
        {
            "id": c.id,
            "kind": c.kind,
            "text": c.text,
            "mode": c.mode,
            "weight": str(c.weight),
            "terms": ", ".join(c.options[0].terms),
            "years": "" if c.options[0].min_years is None else str(c.options[0].min_years),
        }
        for c in rubric.criteria
    ]


def sent(session: SignedIn, path: str, filled: list[dict[str, str]], version: str, **more: Any) -> Any:
    form = {"csrf_token": session.form_token(), "version": version, **more}
    for name in NEW:
        form[name] = [row[name] for row in filled]
    return session.post(path, data=form, headers={"Accept": "text/html", "Origin": session.url})


def test_a_recruiter_reads_what_is_asked_for_with_the_warnings_of_the_job(recruiter: SignedIn) -> None:
    page = recruiter.get(PAGE, headers={"Accept": "text/html"}).text

    assert "signed by nobody" in page
    assert "native English speaker" in page
    assert "Instead: Fluent (C1)" in page
    assert "Developer &lt;b&gt;" in page


def test_edits_are_kept_as_a_proposal_and_come_into_force_by_a_signature(
    recruiter: SignedIn, store: Store, job: str
) -> None:
    filled = [row | {"weight": "5"} if row["text"] == "SQL" else row for row in rows(store)]
    kept = sent(recruiter, f"{PAGE}/edit", [*filled, NEW | {"text": "Rust", "terms": "Rust, C"}], job)
    page = recruiter.get(PAGE, headers={"Accept": "text/html"}).text
    proposal = store.contracts.proposal(CUSTOMER, JOB)
    signed = recruiter.submit(f"{PAGE}/sign", version=proposal.rubric_version, read="yes")

    assert (kept.status_code, signed.status_code) == (303, 303)
    assert "“SQL” has weight 5 of 5 instead of 2." in page
    assert "New: “Rust”, scored with weight 3 of 5." in page
    found = store.requisitions.find(CUSTOMER, JOB)
    assert (found.rubric_version, found.signed) == (proposal.rubric_version, True)
    rubric = store.requisitions.rubric(found.rubric_id)
    assert rubric["r-skill-rust"].options[0].terms == ("Rust", "C")


def test_a_form_that_changes_nothing_proposes_nothing(recruiter: SignedIn, store: Store, job: str) -> None:
    sent(recruiter, f"{PAGE}/edit", [*rows(store), NEW, NEW], job)

    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_words_with_a_comma_stay_whole_where_nobody_touched_them(recruiter: SignedIn, store: Store) -> None:
    nurse = replace(WANTED, title="Registered Nurse, Medical-Surgical Unit")
    draft = draft_rubric(nurse)
    store.requisitions.put(CUSTOMER, nurse, draft, RolloutMode.ASSIST)
    untouched = rows(store)
    assert "Registered Nurse, Medical-Surgical Unit" in [row["terms"] for row in untouched]

    sent(recruiter, f"{PAGE}/edit", untouched, draft.version)

    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_a_weight_of_letters_is_named(recruiter: SignedIn, store: Store, job: str) -> None:
    answer = sent(recruiter, f"{PAGE}/edit", [{**row, "weight": "abc"} for row in rows(store)], job)

    assert answer.status_code == 400
    assert "a weight is a whole number" in answer.text


def test_unlawful_words_come_back_beside_their_row_with_the_lawful_alternative(
    recruiter: SignedIn, store: Store, job: str
) -> None:
    filled = [*rows(store), NEW | {"text": "Young team player <script>", "terms": "Rust"}]

    refused = sent(recruiter, f"{PAGE}/edit", filled, job)
    live = sent(recruiter, f"{PAGE}/check", filled, job)

    assert refused.status_code == 422
    for answer in (refused, live):
        beside = answer.text.split(f'id="remarks-{len(filled) - 1}"')[1]
        assert "Not possible" in beside
        assert "Instead:" in beside
        assert "<script>" not in answer.text
    assert 'hx-swap-oob="true"' in live.text
    assert store.contracts.proposal(CUSTOMER, JOB) is None


def test_a_row_that_is_ticked_is_taken_out(recruiter: SignedIn, store: Store, job: str) -> None:
    filled = rows(store)
    place = next(place for place, row in enumerate(filled) if row["text"] == "SQL")

    sent(recruiter, f"{PAGE}/edit", filled, job, remove=[str(place)])

    proposal = store.contracts.proposal(CUSTOMER, JOB)
    assert "SQL" not in [criterion.text for criterion in store.requisitions.rubric(proposal.rubric_id).criteria]


def test_checking_keeps_nothing(recruiter: SignedIn, store: Store, job: str) -> None:
    filled = [row | {"weight": "1"} if row["text"] == "SQL" else row for row in rows(store)]

    answer = sent(recruiter, f"{PAGE}/edit", filled, job, action="check")

    assert answer.status_code == 200
    assert "has weight 1 of 5" in answer.text
    assert store.contracts.proposal(CUSTOMER, JOB) is None


@pytest.mark.parametrize(
    "broken",
    [
        lambda form: [*form[:-1], {**form[-1], "mode": "always"}],
        lambda form: [*form[:-1], {**form[-1], "weight": "heavy"}],
        lambda form: [*form[:-1], {**form[-1], "id": "", "kind": "magic"}],
    ],
)
def test_a_form_that_is_none_of_ours_is_refused(
    recruiter: SignedIn, store: Store, job: str, broken: Callable[..., list[dict[str, str]]]
) -> None:
    assert sent(recruiter, f"{PAGE}/edit", broken(rows(store)), job).status_code == 400


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(recruiter: SignedIn, store: Store, job: str) -> None:
    first = [row | {"weight": "5"} if row["text"] == "SQL" else row for row in rows(store)]
    second = [row | {"weight": "1"} if row["text"] == "SQL" else row for row in rows(store)]
    sent(recruiter, f"{PAGE}/edit", first, job)

    answer = sent(recruiter, f"{PAGE}/edit", second, job)

    assert answer.status_code == 400
    assert "changed meanwhile" in answer.text


def test_nobody_signs_without_saying_that_it_was_read(recruiter: SignedIn, store: Store, job: str) -> None:
    answer = recruiter.submit(f"{PAGE}/sign", version=job)

    assert answer.status_code == 400
    assert store.contracts.signatures(CUSTOMER, JOB) == ()


def test_a_hiring_manager_reads_and_comments_but_neither_edits_nor_signs(
    manager: SignedIn, store: Store, job: str
) -> None:
    commented = manager.submit(f"{PAGE}/comments", criterion="", words="Is SQL <i>needed</i>?")
    page = manager.get(PAGE, headers={"Accept": "text/html"}).text

    assert commented.status_code == 303
    assert "Is SQL &lt;i&gt;needed&lt;/i&gt;?" in page
    assert 'action="/requisitions/4560/7/rubric/sign"' not in page
    assert manager.get(f"{PAGE}/edit").status_code == 403
    assert manager.submit(f"{PAGE}/sign", version=job, read="yes").status_code == 403


def test_the_contract_of_somebody_elses_job_is_not_found(web: str, store: Store, job: str) -> None:
    store.requisitions.put(CUSTOMER, replace(WANTED, id=RequisitionId("8")), draft_rubric(WANTED), RolloutMode.ASSIST)
    with SignedIn(web, store, Grant(Role.RECRUITER, CUSTOMER, job_id="8")) as other:
        answers = [
            other.get(PAGE).status_code,
            other.get(f"{PAGE}/edit").status_code,
            other.submit(f"{PAGE}/sign", version=job, read="yes").status_code,
            other.submit(f"{PAGE}/comments", words="hello").status_code,
            other.submit(f"{PAGE}/withdraw").status_code,
        ]

    assert answers == [404] * 5
