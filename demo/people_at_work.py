"""What people of the invented tenant did before we look: signed rubrics, chosen modes, a colleague's own views."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from random import Random

from demo.installation import Installation
from demo.requisitions import DemoRequisition
from demo.tenant import CUSTOMER_ID
from scoring.review import Decision, ReviewKind, Verdict
from scoring.run import RolloutMode
from store import RankedApplication, ReviewOpening, Scope, Store, actor_of
from tasks.deps import Deps
from tasks.requisitions import requisition_in_force

ADMINISTRATOR = "admin"
MOST_VIEWS = 24
USUALLY_APART = 9.0  # points between the colleague's view and the score, as people and scores are apart
KEPT_FROM = 50


def sign_and_promote(
    installation: Installation,
    requisitions: Sequence[DemoRequisition],
    modes: Mapping[str, RolloutMode],
    recruiter: str,
) -> None:
    """Fetch each requisition and draft its rubric; have the recruiter sign those that get a mode here (by the
    requisition's key), and an administrator approve it without numbers: before any event can ask for it. The others
    stay in shadow."""
    with closing(Deps.from_settings(installation.settings)) as deps:
        signer, administrator = deps.store.users.find(recruiter), deps.store.users.find(ADMINISTRATOR)
        assert signer is not None
        assert administrator is not None
        for requisition in requisitions:
            job_id = str(requisition.job_id)
            requisition_in_force(deps, deps.tenant(CUSTOMER_ID), job_id)
            in_force = deps.store.requisitions.find(CUSTOMER_ID, job_id)
            assert in_force is not None
            if mode := modes.get(requisition.key):
                deps.store.contracts.sign(CUSTOMER_ID, job_id, in_force.rubric_version, signer.id)
                rollouts, scope = deps.store.rollouts, Scope(CUSTOMER_ID, job_id=job_id)
                proposal = rollouts.propose(scope, mode, None, actor_of(signer.id), "To show what it does.")
                rollouts.approve(proposal, actor_of(administrator.id), "A demonstration: nothing was measured.")


def record_views(store: Store, ranked: Sequence[RankedApplication], colleague: str, *, one_in: int = 1) -> int:
    """Have a colleague who has looked at no score rate one in so many applications, and decide on them; how many.

    Applications that wait for somebody already are left to whoever plays the demo. The views are invented around the
    scores, the same for the same scores, and show on the page that compares scores with people.
    """
    user = store.users.find(colleague)
    assert user is not None
    scored = [each for each in ranked if each.score is not None and not store.reviews.standing(each.run_id)]
    chosen = scored[:: max(one_in, -(-len(scored) // MOST_VIEWS))]
    for each in chosen:
        view = _view(each)
        review = store.reviews.open(ReviewOpening(each.run_id, ReviewKind.BLIND_SAMPLE))
        store.review_decisions.rate(review, user.id, view)
        verdict = Verdict.ACCEPT if view >= KEPT_FROM else Verdict.REJECT
        store.review_decisions.decide(review, user.id, Decision(verdict, f"My own reading came to {view} of 100."))
    return len(chosen)


def _view(application: RankedApplication) -> Decimal:
    assert application.score is not None
    apart = Random(application.workflow_id).gauss(0, USUALLY_APART)
    return Decimal(round(min(100.0, max(0.0, float(application.score) + apart))))
