"""Every route, what stands for its parts, and what each role is answered. A route that is not here fails the tests."""

from dataclasses import dataclass

ROLES = ("anonymous", "recruiter", "hiring_manager", "operator", "auditor", "admin", "nothing_granted")


@dataclass(frozen=True, slots=True)
class Row:
    """``answers`` in the order of ROLES; a POST carries the token of our forms, and hardly more."""

    method: str
    rule: str
    path: str
    answers: tuple[int, ...]


OPEN = (200,) * 7
SEES = (401, 200, 200, 403, 200, 403, 403)
OPERATES = (401, 403, 403, 200, 403, 403, 403)
AUDITS = (401, 403, 403, 403, 200, 200, 403)
ADMINISTERS = (401, 403, 403, 403, 403, 303, 403)
SIGNED_IN = (401, 200, 200, 200, 200, 200, 200)
MENDS = (401, 403, 403, 400, 403, 403, 403)
LEADS_ON = (401, 302, 302, 403, 302, 403, 403)
REFUSES = (401, 400, 400, 400, 400, 400, 400)
DOES = (401, 303, 303, 303, 303, 303, 303)
REVIEWS = (401, 200, 403, 403, 403, 403, 403)
DECIDES = (401, 303, 403, 403, 403, 403, 403)
MISSES = (401, 400, 403, 403, 403, 403, 403)
SIGNS_NOT = (401, 422, 403, 403, 403, 403, 403)
SETS_OR_SEES = (401, 200, 403, 403, 200, 200, 403)
SETS = (401, 200, 403, 403, 403, 200, 403)
SETS_NOT = (401, 400, 403, 403, 403, 400, 403)
SETS_NOWHERE = (401, 404, 403, 403, 403, 404, 403)

ROWS = (
    # Whoever may not see scores is led to the first page of his own.
    Row("GET", "/", "/", (401, 200, 200, 303, 200, 303, 303)),
    Row("GET", "/requisitions/<customer_id>/<job_id>", "/requisitions/4560/77", SEES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/progress", "/requisitions/4560/77/progress", SEES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/compare", "/requisitions/4560/77/compare", SEES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/export.csv", "/requisitions/4560/77/export.csv", SEES),
    Row("GET", "/applications/<customer_id>/<workflow_id>", "/applications/4560/1", LEADS_ON),
    Row("GET", "/runs/<run_id>", "/runs/{run}", SEES),
    Row("GET", "/operations", "/operations", OPERATES),
    Row("POST", "/operations/dead-letters/<int:letter_id>/replay", "/operations/dead-letters/0/replay", MENDS),
    Row("POST", "/operations/dead-letters/<int:letter_id>/discard", "/operations/dead-letters/0/discard", MENDS),
    Row("GET", "/operations/live", "/operations/live", OPERATES),
    Row("POST", "/operations/decisions/<int:decision_id>/replay", "/operations/decisions/0/replay", MENDS),
    Row("POST", "/operations/decisions/<int:decision_id>/close", "/operations/decisions/0/close", MENDS),
    # Behind the showcase no Flower runs.
    Row("GET", "/flower/", "/flower/", (401, 403, 403, 503, 403, 403, 403)),
    Row("GET", "/flower/<path:rest>", "/flower/workers", (401, 403, 403, 503, 403, 403, 403)),
    Row("POST", "/flower/tasks/datatable", "/flower/tasks/datatable", (401, 403, 403, 503, 403, 403, 403)),
    Row("GET", "/stops", "/stops", (401, 200, 403, 200, 403, 200, 403)),
    Row("POST", "/stops", "/stops", (401, 400, 403, 400, 403, 400, 403)),
    Row("POST", "/stops/<int:stop_id>/lift", "/stops/0/lift", (401, 400, 403, 400, 403, 400, 403)),
    Row("GET", "/static/<path:filename>", "/static/style.css", OPEN),
    Row("GET", "/livez", "/livez", OPEN),
    Row("GET", "/readyz", "/readyz", OPEN),
    Row("GET", "/metrics", "/metrics", OPERATES),
    Row("GET", "/api/v1/openapi.json", "/api/v1/openapi.json", SIGNED_IN),
    Row("GET", "/api/v1/requisitions", "/api/v1/requisitions", SEES),
    Row("GET", "/api/v1/requisitions/<customer_id>/<job_id>/ranking", "/api/v1/requisitions/4560/77/ranking", SEES),
    Row("GET", "/api/v1/runs/<run_id>", "/api/v1/runs/{run}", SEES),
    Row("GET", "/api/v1/health", "/api/v1/health", OPERATES),
    Row("GET", "/sign-in", "/sign-in", (200, 303, 303, 303, 303, 303, 303)),
    Row("POST", "/sign-in", "/sign-in", (401,) * 7),
    Row("GET", "/sign-in/provider", "/sign-in/provider", (404,) * 7),
    Row("GET", "/sign-in/provider/back", "/sign-in/provider/back", (404,) * 7),
    Row("POST", "/sign-out", "/sign-out", DOES),
    Row("GET", "/account", "/account", SIGNED_IN),
    Row("POST", "/account/password", "/account/password", REFUSES),
    Row("POST", "/account/sign-out-everywhere", "/account/sign-out-everywhere", DOES),
    Row("POST", "/account/sessions/<session_id>/end", "/account/sessions/none/end", DOES),
    Row("POST", "/account/tokens", "/account/tokens", REFUSES),
    Row("POST", "/account/tokens/<token_id>/revoke", "/account/tokens/none/revoke", REFUSES),
    Row("GET", "/users", "/users", AUDITS),
    Row("POST", "/users", "/users", (401, 403, 403, 403, 403, 400, 403)),
    Row("GET", "/users/<user_id>", "/users/{user}", AUDITS),
    Row("POST", "/users/<user_id>/grants", "/users/{user}/grants", (401, 403, 403, 403, 403, 400, 403)),
    Row("POST", "/users/<user_id>/grants/revoke", "/users/{user}/grants/revoke", (401, 403, 403, 403, 403, 400, 403)),
    Row("POST", "/users/<user_id>/disable", "/users/{user}/disable", ADMINISTERS),
    Row("POST", "/users/<user_id>/enable", "/users/{user}/enable", ADMINISTERS),
    Row("POST", "/users/<user_id>/password", "/users/{user}/password", (401, 403, 403, 403, 403, 200, 403)),
    Row("GET", "/reviews", "/reviews", SEES),
    Row("GET", "/reviews/mine", "/reviews/mine", REVIEWS),
    Row("GET", "/reviews/<int:review_id>", "/reviews/{review}", SEES),
    Row("POST", "/reviews/<int:review_id>/claim", "/reviews/{review}/claim", DECIDES),
    Row("POST", "/reviews/<int:review_id>/release", "/reviews/{review}/release", DECIDES),
    Row("POST", "/reviews/<int:review_id>/assign", "/reviews/{review}/assign", MISSES),
    Row("POST", "/reviews/<int:review_id>/rating", "/reviews/{review}/rating", MISSES),
    Row("POST", "/reviews/<int:review_id>/decision", "/reviews/{review}/decision", MISSES),
    Row("POST", "/reviews/<int:review_id>/undo", "/reviews/{review}/undo", MISSES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/feedback", "/requisitions/4560/77/feedback", SEES),
    Row("GET", "/api/v1/reviews", "/api/v1/reviews", SEES),
    Row("GET", "/api/v1/reviews/<int:review_id>", "/api/v1/reviews/{review}", SEES),
    Row("POST", "/api/v1/reviews/<int:review_id>/rating", "/api/v1/reviews/{review}/rating", MISSES),
    Row("POST", "/api/v1/reviews/<int:review_id>/decision", "/api/v1/reviews/{review}/decision", MISSES),
    Row("GET", "/api/v1/requisitions/<customer_id>/<job_id>/agreement", "/api/v1/requisitions/4560/77/agreement", SEES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/rubric", "/requisitions/4560/77/rubric", SEES),
    Row("GET", "/requisitions/<customer_id>/<job_id>/rubric/edit", "/requisitions/4560/77/rubric/edit", REVIEWS),
    Row("POST", "/requisitions/<customer_id>/<job_id>/rubric/edit", "/requisitions/4560/77/rubric/edit", SIGNS_NOT),
    Row("POST", "/requisitions/<customer_id>/<job_id>/rubric/check", "/requisitions/4560/77/rubric/check", REVIEWS),
    Row("POST", "/requisitions/<customer_id>/<job_id>/rubric/sign", "/requisitions/4560/77/rubric/sign", MISSES),
    Row(
        "POST", "/requisitions/<customer_id>/<job_id>/rubric/withdraw", "/requisitions/4560/77/rubric/withdraw", MISSES
    ),
    Row(
        "POST",
        "/requisitions/<customer_id>/<job_id>/rubric/comments",
        "/requisitions/4560/77/rubric/comments",
        (401, 400, 400, 403, 403, 403, 403),
    ),
    Row("GET", "/policy", "/policy", SETS_OR_SEES),
    Row("GET", "/policy/propose", "/policy/propose", SETS),
    Row("POST", "/policy/propose", "/policy/propose", (401, 404, 403, 403, 403, 422, 403)),
    Row("GET", "/policy/proposals/<int:proposal_id>", "/policy/proposals/{proposal}", SETS_OR_SEES),
    Row("GET", "/policy/proposals/<int:proposal_id>/progress", "/policy/proposals/{proposal}/progress", SETS_OR_SEES),
    Row("POST", "/policy/proposals/<int:proposal_id>/simulate", "/policy/proposals/{proposal}/simulate", SETS_NOT),
    Row("POST", "/policy/proposals/<int:proposal_id>/canary", "/policy/proposals/0/canary", SETS_NOWHERE),
    Row("POST", "/policy/proposals/<int:proposal_id>/activate", "/policy/proposals/0/activate", SETS_NOWHERE),
    Row("POST", "/policy/proposals/<int:proposal_id>/rescore", "/policy/proposals/{proposal}/rescore", SETS_NOT),
    Row("GET", "/policy/proposals/<int:proposal_id>/rescoring", "/policy/proposals/{proposal}/rescoring", SETS_OR_SEES),
    Row("POST", "/policy/proposals/<int:proposal_id>/withdraw", "/policy/proposals/0/withdraw", SETS_NOWHERE),
    Row("GET", "/policy/simulations/<int:simulation_id>", "/policy/simulations/{simulation}", SETS_OR_SEES),
    Row("GET", "/policy/canary-runs/<int:canary_id>", "/policy/canary-runs/{canary}", SETS_OR_SEES),
    Row("GET", "/policy/rollback", "/policy/rollback", (401, 404, 403, 403, 403, 400, 403)),
    Row("POST", "/policy/rollback", "/policy/rollback", (401, 404, 403, 403, 403, 400, 403)),
    Row("GET", "/notices/<customer_id>/<job_id>", "/notices/4560/77", OPEN),
    Row("GET", "/notices/<customer_id>/<job_id>/text", "/notices/4560/77/text", OPEN),
    # Without a link of ours, or a key that was handed out, there is nothing; forms and tokens are tried elsewhere.
    Row("GET", "/notices/<token>", "/notices/none", (404,) * 7),
    Row("POST", "/notices/<token>", "/notices/none", (404,) * 7),
    Row("GET", "/asked/<key>", "/asked/none", (404,) * 7),
    Row("GET", "/requisitions/<customer_id>/<job_id>/notice", "/requisitions/4560/77/notice", SEES),
    Row("POST", "/requisitions/<customer_id>/<job_id>/notice", "/requisitions/4560/77/notice", MISSES),
    Row(
        "POST",
        "/requisitions/<customer_id>/<job_id>/notice/<int:publication>/withdraw",
        "/requisitions/4560/77/notice/0/withdraw",
        MISSES,
    ),
    Row("GET", "/applications/<customer_id>/<workflow_id>/explanation", "/applications/4560/1/explanation", SEES),
    Row(
        "GET",
        "/applications/<customer_id>/<workflow_id>/explanation/text",
        "/applications/4560/1/explanation/text",
        SEES,
    ),
    Row("GET", "/requests", "/requests", REVIEWS),
    Row("POST", "/requests", "/requests", MISSES),
    Row("POST", "/requests/<int:request_id>/verify", "/requests/0/verify", (401, 404, 403, 403, 403, 403, 403)),
    Row("POST", "/requests/<int:request_id>/release", "/requests/0/release", (401, 404, 403, 403, 403, 403, 403)),
    Row("POST", "/requests/<int:request_id>/answer", "/requests/0/answer", (401, 404, 403, 403, 403, 403, 403)),
    # iCIMS has credentials of its own; nobody's role or session counts for it.
    Row("POST", "/webhooks/icims", "/webhooks/icims", (400,) * 7),
    Row("POST", "/webhooks/icims/<customer_id>", "/webhooks/icims/4560", (400,) * 7),
    Row("POST", "/oauth/token", "/oauth/token", (400,) * 7),
    Row("GET", "/rollout", "/rollout", SETS),
    Row("GET", "/requisitions/<customer_id>/<job_id>/mode", "/requisitions/4560/77/mode", SETS),
    Row("POST", "/rollout/measure", "/rollout/measure", SETS_NOT),
    Row("POST", "/rollout/propose", "/rollout/propose", SETS_NOT),
    Row("POST", "/rollout/<int:rollout_id>/approve", "/rollout/0/approve", (401, 404, 403, 403, 403, 404, 403)),
    Row("POST", "/rollout/<int:rollout_id>/withdraw", "/rollout/0/withdraw", (401, 404, 403, 403, 403, 404, 403)),
    Row("POST", "/rollout/demote", "/rollout/demote", SETS_NOT),
    Row(
        "POST",
        "/requisitions/<customer_id>/<job_id>/blind-reviews",
        "/requisitions/4560/77/blind-reviews",
        MISSES,
    ),
)
